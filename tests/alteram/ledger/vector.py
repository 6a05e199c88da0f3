"""The published test vector of the record: one chain, one text, one entry. docs/reference/entry.md shows the same."""

CHAIN = "00000000-0000-4000-8000-000000000001"
SALT = bytes(range(32))
TEXT = "He blocked the door and shouted."
START = "a7bb3d74c5c48834d7f21a476f0f1be344c245b807beb7bf92dc0f4f99e89283"
DIGEST = "5ed5f3b277d622c8a961c3ca911dfd19fc812bb0c4027d9fed683eab8268bb1b"
BYTES = (
    b'{"acts":["complaint_received"],"at":"2026-01-12","by":[{"as":"complainant","is":"complainant",'
    b'"who":"p-7h2k9q4m"}],"case":"00000000-0000-4000-8000-000000000001","clauses":["4.1"],"data":{"channel":"portal",'
    b'"conduct":["2025-12-06"]},"edition":"6a3be761036549131b35f41209a76f395f0e49370ca37e2f27b32770c6c30d8e",'
    b'"index":0,"recorded":"2026-01-12T09:31:07.482Z","step":"receive","texts":{"account":'
    b'"5ed5f3b277d622c8a961c3ca911dfd19fc812bb0c4027d9fed683eab8268bb1b"},"v":1}'
)
LINK = "7015c680d4be3399726bc001df9648297a097faf73612b30b20a3b559340508e"
LEAF = "03dcbcd1281403ae32d3681167554d8343ca12834dde5013f732960cff94d7f6"
