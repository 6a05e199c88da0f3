"""What an act that may come at any time is called where somebody is invited to do it, and what must have come before.

A title says what stands in the record ("A piece of evidence is added"); an invitation says what a person may do.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

INVITATIONS: Mapping[str, str] = MappingProxyType(
    {
        "evidence_added": "Add a piece of evidence",
        "witness_named": "Name a witness",
        "adjustment_requested": "Ask for something done differently",
        "representative_named": "Name somebody to speak for you",
        "representation_made": "Say something to those who decide",
        "application_made": "Ask the chair for a direction",
        "availability_given": "Say on which days you can come",
        "availability_asked": "Ask people on which days they can come",
        "evidence_disputed": "Dispute a piece of evidence",
        "interview_corrected": "Correct the record of an interview",
        "report_commented": "Comment on the report",
        "notice_waived": "Agree to shorter notice",
        "undertaking_given": "Give an undertaking",
        "contact_logged": "Enter that you spoke with somebody in the case",
        "contact_reported": "Report that somebody approached you",
        "contact_alleged": "Say that an approach was made",
        "contact_denied": "Deny an approach that is alleged",
        "pressure_logged": "Note pressure from outside",
        "welfare_flagged": "Tell us that somebody is at risk",
        "corrected": "Correct a mistake in an entry",
        "complaint_withdrawn": "Withdraw the complaint",
        "appeal_withdrawn": "Withdraw the appeal",
        "resignation_received": "Leave the body",
        "respondent_named": "Name a respondent",
        "complaint_linked": "Link a complaint to this case",
        "information_requested": "Ask for more information",
        "referred_outside": "Refer a matter to an outside body",
        "identity_ruled": "Rule whether the complainant's name is disclosed",
        "appointed": "Appoint somebody to the case",
        "declaration_filed": "Declare your interests",
        "stood_down": "Stand down from the case",
        "notice_deferred": "Put off telling the respondent",
        "interview_held": "Record an interview",
        "search_authorised": "Authorise a search of accounts",
        "progress_noted": "Tell the parties how far the case has come",
        "interim_served": "Serve the interim decision",
        "restriction_notified": "Tell those who must act on a restriction",
        "direction_given": "Give a direction",
        "hearing_vacated": "Give up the hearing day",
        "hearing_noted": "Note something in the hearing",
        "deliberation_noted": "Note who was present at the deliberation",
        "outcome_told": "Tell the outcome, reasons to follow",
        "undertaking_checked": "Check whether an undertaking was kept",
        "publication_updated": "Change a publication",
        "publication_ended": "Take a publication down",
        "withdrawal_checked": "Check whether a withdrawal was free",
        "death_recorded": "Record a death",
        "options_put": "Tell the parties what can become of the case",
        "continuation_decided": "Decide whether the case goes on",
        "court_order_entered": "Enter a court's order",
        "court_order_ended": "Enter that a court's order has ended",
        "act_undone": "Undo entries",
        "advice_taken": "Take legal advice",
        "interest_ruled": "Rule whether a declared link bars",
        "contact_disclosed": "Disclose an approach to the parties",
        "contact_ruled": "Rule what an approach means for the case",
        "service_recorded": "Record that a letter was sent",
        "service_failed": "Record that a letter did not arrive",
        "paper_received": "Enter a paper that came in",
        "disclosed": "Disclose something",
        "adjustment_decided": "Decide on an adjustment",
        "late_entry_ruled": "Rule whether a late entry counts",
        "breach_noted": "Note a failure of the process",
        "hold_placed": "Forbid that this is erased",
        "hold_lifted": "Allow erasing again",
        "text_erased": "Erase texts",
        "file_inspected": "Read the file, with a reason",
    }
)
"""In the order in which they are offered: what concerns people first."""

AFTER: Mapping[str, str] = MappingProxyType(
    {
        "evidence_disputed": "evidence_added",
        "interview_corrected": "interview_held",
        "report_commented": "report_submitted",
        "notice_waived": "hearing_notice_served",
        "contact_denied": "contact_alleged",
        "contact_disclosed": "contact_alleged",
        "interest_ruled": "declaration_filed",
        "appeal_withdrawn": "appeal_lodged",
        "undertaking_checked": "undertaking_given",
        "publication_updated": "published",
        "publication_ended": "published",
        "withdrawal_checked": "complaint_withdrawn",
        "court_order_ended": "court_order_entered",
        "adjustment_decided": "adjustment_requested",
        "hearing_vacated": "hearing_notice_served",
        "hearing_noted": "hearing_opened",
        "deliberation_noted": "hearing_opened",
        "availability_given": "case_examined",
        "availability_asked": "case_examined",
        "hold_lifted": "hold_placed",
    }
)
"""Acts that make no sense before another, and are not offered until then. What is lawful is never decided here."""
