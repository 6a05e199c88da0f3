"""The sign-in pages come from a package; they stand in our frame and their forms are drawn like ours."""

from django.test import Client


def test_the_sign_in_page_stands_in_our_frame_with_labelled_fields(client: Client) -> None:
    markup = client.get("/account/login/").content.decode()
    assert '<header class="al-head">' in markup
    assert '<label class="govuk-label" for="id_login">' in markup
    assert 'class="govuk-input"' in markup
    assert '<button class="al-button" type="submit">' in markup
