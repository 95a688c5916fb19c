"""Calls that are allowed, with everything they need: they must do what they are for, not merely be
let in. Each operation is asked for by the least of the roles that may, and, where a scope leads
there, by a token with that scope alone."""

# Operation: (body, thing whose id is in the path, statuses that are right). A refusal is right where
# this test cannot have what it takes, such as a code out of somebody's phone.
OK, MADE, DONE = (200,), (200, 201), (200, 204)
READS = {"readAudit", "listChannels", "listContacts", "listConversations", "countConversations",
         "listEvents", "listRates", "listNotices", "listInvitations", "listLabels", "listMembers", "listRoles", "searchMessages",
         "currentSession", "listSessions", "setupState", "listen", "listTemplates", "listTokens",
          "showWorkspace", "listSavedReplies", "listViews", "listPresence", "listNotifications", "showNotificationChoice", "listOnboardings", "showSignupApp",
          "listContactFields", "listSegments"}
CALLS = {
    "getChannel": (None, "channel", OK), "editChannel": ({"name": "Depan"}, "channel", OK),
    "checkChannel": (None, "channel", OK), "syncTemplates": (None, "channel", DONE),
    "connectChannel": ({"kind": "whatsapp", "phone_number_id": "440022330055999", "waba_id": "330011220044999",
                        "access_token": "EAASIMTOKEN0001", "app_secret": "sim_app_secret_0001"}, None, MADE),
    "readCosts": (None, "channel", OK), "countHistory": (None, "channel", OK), "importRates": ({"csv": ""}, None, OK),
    "getContact": (None, "contact", OK), "editContact": ({"language": "id"}, "contact", OK),
    "listContactNotes": (None, "contact", OK), "writeContactNote": ({"text": "langganan"}, "contact", MADE),
    "editContactNote": ({"pinned": True}, "note", OK), "removeContactNote": (None, "note", DONE),
    "listConsents": (None, "contact", OK), "listDuplicates": (None, "contact", OK), "listMerges": (None, "contact", OK),
    "previewMerge": ({"other_id": "OTHER"}, "contact", OK), "mergeContacts": ({"other_id": "OTHER"}, "contact", MADE),
    "undoMerge": (None, "merge", OK),
    "recordConsent": ({"channel": "whatsapp", "purpose": "marketing", "decision": "withdrawn", "source": "paper",
                       "proof": "surat 7"}, "contact", MADE),
    "searchContacts": ({"conditions": [{"field": "phone", "op": "set"}], "sort": "name"}, None, OK),
    "countContacts": ({"conditions": []}, None, OK),
    "addContactField": ({"name": "ukuran", "kind": "choice", "choices": ["S", "M"]}, None, MADE),
    "editContactField": ({"name": "kota", "position": 1}, "field", OK), "removeContactField": (None, "field", DONE),
    "addSegment": ({"name": "tanpa email", "conditions": [{"field": "email", "op": "not_set"}]}, None, MADE),
    "editSegment": ({"name": "lama"}, "segment", OK), "removeSegment": (None, "segment", DONE),
    "getConversation": (None, "conversation", OK),
    "changeConversation": ({"state": "open", "priority": "none"}, "conversation", OK),
    "keepDraft": ({"text": "nanti", "mode": "reply"}, "conversation", DONE),
    "getDraft": (None, "conversation", DONE), "dropDraft": (None, "conversation", DONE),
    "listMessages": (None, "conversation", OK),
    "sendMessage": ({"text": "siap"}, "conversation", MADE), "writeNote": ({"text": "catat"}, "conversation", MADE),
    "markRead": (None, "conversation", DONE), "markUnread": (None, "conversation", DONE),
    "showTyping": (None, "conversation", DONE),
    "readNotifications": ({}, None, DONE), "chooseNotifications": ({"muted": ["assigned"]}, None, OK),
    "bePresent": ({"page": "p1", "conversation_id": "CONVERSATION"}, None, DONE),
    "replayEvent": (None, "event", DONE),
    "readNotices": ({}, None, DONE), "readNotice": (None, "notice", OK),
    "invite": ({"email": "baru@example.com", "role": "agent"}, None, MADE),
    "previewInvitation": (None, "link", OK), "withdrawInvitation": (None, "invitation", DONE),
    "addRole": ({"name": "Gudang", "permissions": ["reply"], "sight": "all", "phones": False}, None, MADE),
    "editRole": ({"phones": True}, "role", OK), "removeRole": (None, "role", DONE),
    "addLabel": ({"name": "segera", "colour": "red"}, None, MADE),
    "editLabel": ({"name": "nanti saja"}, "label", OK), "removeLabel": (None, "label", DONE),
    "beginConversation": ({"channel_id": "CHANNEL", "phone": "+62 877 0099 8877"}, None, MADE),
    "listScheduled": (None, "conversation", OK), "scheduleMessage": ({"text": "nanti", "at": "LATER"}, "conversation", MADE),
    "editScheduled": ({"at": "LATER"}, "scheduled", OK), "sendScheduled": (None, "scheduled", OK),
    # It was sent by then.
    "cancelScheduled": (None, "scheduled", (404,)),
    "addView": ({"name": "Milikku", "query": "view=mine"}, None, MADE),
    "editView": ({"query": "view=done"}, "own view", OK), "removeView": (None, "own view", DONE),
    "shareView": ({"name": "Semua", "query": "unread=true"}, None, MADE),
    "editSharedView": ({"query": "view=done"}, "shared view", OK), "removeSharedView": (None, "shared view", DONE),
    "addSavedReply": ({"shortcut": "salam", "text": "Salam {{contact.name|kak}}"}, None, MADE),
    "getSavedReply": (None, "saved reply", OK), "editSavedReply": ({"text": "Salam"}, "saved reply", OK),
    "useSavedReply": ({"conversation_id": "CONVERSATION"}, "saved reply", OK),
    "removeSavedReply": (None, "saved reply", DONE), "exportSavedReplies": (None, None, OK), "exportAudit": (None, None, OK),
    "importSavedReplies": ({"format": "csv", "file": "shortcut,text\nx,y\n"}, None, OK),
    "changeMe": ({"availability": "away"}, None, OK),
    "getMedia": (None, "media", OK), "uploadMedia": (None, None, MADE),
    # A file that came through is not fetched again, and what arrived is not sent again.
    "retryMedia": (None, "media", (409,)), "resendMessage": (None, "message", (404, 409)),
    "reactToMessage": ({"emoji": "👍"}, "message", OK),
    "getRawMessage": (None, "message", OK), "listMessageVersions": (None, "message", OK),
    "changeMember": ({"state": "suspended"}, "other member", OK), "removeMember": (None, "other member", DONE),
    "endSession": (None, "other session", DONE), "endOtherSessions": (None, None, DONE),
    "confirmPassword": ({"password": "PASSWORD"}, None, DONE), "startTotp": (None, None, DONE),
    "confirmTotp": ({"code": "000000"}, None, (403, 409)),
    "turnTotpOff": ({"password": "PASSWORD"}, None, (200, 204, 409)),
    "createToken": ({"name": "kasir", "scopes": ["conversations:read"]}, None, MADE),
    "revokeToken": (None, "token", DONE),
    "changeWorkspace": ({"name": "Warung Sore"}, None, OK),
    "addSampleData": ({"language": "id"}, None, (200, 202, 204)), "removeSampleData": (None, None, (200, 202, 204)),
    "disconnectChannel": ({"keep_history": True}, "channel", OK),
    "changePassword": ({"current": "PASSWORD", "new": "angin laut biru 82 kapal"}, None, DONE),
    "showNumber": (None, "channel", OK), "askDisplayName": ({"name": "Warung Sore"}, "channel", DONE),
    "setPin": ({"pin": "581063", "confirm": "DIGITS"}, "channel", DONE),
    "registerNumber": ({"pin": "581063"}, "channel", DONE),
    "deregisterNumber": ({"confirm": "DIGITS"}, "channel", DONE),
    "requestCode": ({"method": "sms", "language": "id"}, "channel", DONE), "verifyCode": ({"code": "CODE"}, "channel", DONE),
    "getProfile": (None, "channel", OK), "editProfile": ({"about": "Buka 9-17"}, "channel", OK),
    # Nobody has put a picture there yet.
    "getProfilePhoto": (None, "channel", (404,)), "setProfilePhoto": ({"media_id": "MEDIA"}, "channel", DONE),
    "listBlocked": (None, "channel", OK), "block": ({"user": "PERSON"}, "channel", DONE),
    "unblock": (None, ("channel", "person"), DONE),
    "blockPerson": (None, "conversation", DONE), "unblockPerson": (None, "conversation", DONE),
    "getAutomation": (None, "channel", OK), "setAutomation": ({"prompts": ["Menu?"]}, "channel", OK),
    "listLinks": (None, "channel", OK), "makeLink": ({"text": "Halo"}, "channel", MADE),
    "editLink": ({"text": "Halo lagi"}, ("channel", "chat link"), OK), "removeLink": (None, ("channel", "chat link"), DONE),
    "getLinkPicture": (None, ("channel", "chat link"), OK),
    "getUsername": (None, "channel", OK), "setUsername": ({"username": "warung.sore"}, "channel", OK),
    "removeUsername": (None, "channel", DONE),
    "beginOnboarding": ({"lane": "token", "access_token": "EAASIMTOKEN0001",
                         "app_secret": "sim_app_secret_0001"}, None, MADE),
    "getOnboarding": (None, "onboarding", OK), "runOnboarding": ({}, "onboarding", OK),
    "chooseNumber": ({"waba_id": "330011220044551", "phone_number_id": "440022330055662"}, "onboarding", OK),
    # It was not begun with the dialog, and only who runs the server may change the app.
    "finishDialog": ({"code": "x", "state": "x"}, "onboarding", (403,)),
    "dropOnboarding": (None, "onboarding", DONE),
    "editSignupApp": ({"config_id": "990011"}, None, (403,)), "showServer": (None, None, (403,)),
    "deleteWorkspace": ({"confirm": "SLUG", "password": "PASSWORD"}, None, DONE),
}
# Asked for elsewhere in this test, or only possible once in the life of a server.
ELSEWHERE = {"acceptInvitation", "signIn", "signOut", "setUp", "proveSecondFactor", "resetPassword",
             "createWorkspace"}
# These take away what others need, in this order.
LAST = ["mergeContacts", "removeSharedView", "sendScheduled", "cancelScheduled", "removeSavedReply", "removeLink", "removeRole", "dropDraft", "retryMedia", "resendMessage", "withdrawInvitation", "removeLabel", "removeSegment", "removeContactField", "removeContactNote", "changeMember",
        "removeMember", "removeSampleData", "endSession", "endOtherSessions", "revokeToken", "dropOnboarding", "deregisterNumber",
        "registerNumber", "disconnectChannel",
        "turnTotpOff", "changePassword", "deleteWorkspace"]
LEAST = {"session": "analyst", "read": "analyst", "delete_workspace": "owner",
         **dict.fromkeys(["reply", "edit_contacts"], "agent"),
         **dict.fromkeys(["manage_labels", "block_people", "read_raw", "read_costs", "manage_notices"], "supervisor"),
         **dict.fromkeys(["manage_channels", "manage_members", "manage_roles", "manage_teams", "manage_tokens",
                          "manage_workspace", "read_audit"], "admin")}


def said(got):
    return f"{got.status} {got.text[:200]}"


def allowed(checks, house, table, slug, ids, people, passwords):
    """`people`: a signed-in client of each role; `ids`: a thing of each kind in that workspace."""
    tokens = {}

    def token_for(scope):
        if scope not in tokens:
            tokens[scope] = house.client(house.token(slug, scope))
        return tokens[scope]

    for op in sorted(table, key=lambda one: LAST.index(one.name) if one.name in LAST else -1):
        if op.name in ELSEWHERE:
            continue
        if op.name not in CALLS and op.name not in READS:
            checks.check(f"{op.name}: has a call that does", False, "add it to CALLS in tests/matrix/allowed.py")
            continue
        body, thing, right = CALLS.get(op.name, (None, None, OK))
        role = LEAST.get(op.needs, "analyst")
        if thing and isinstance(thing, tuple):
            ids[thing] = [ids[one] for one in thing]
        if thing == "own view":
            ids[thing] = people[role].post("/api/v1/views", {"name": op.name, "query": ""}).json["id"]
        if op.name == "requestCode":
            # A number that is verified is sent no code.
            house.phone().post("/sim/numbers/" + ids["number"], {"verified": False})
        elif op.name == "verifyCode":
            body = {"code": house.phone().get("/sim/numbers/" + ids["number"]).json["code"]}
        if body:
            body = {key: {"PASSWORD": passwords[role], "SLUG": slug, "DIGITS": ids["digits"],
                          "MEDIA": ids["media"], "CONVERSATION": ids["conversation"], "LATER": ids["later"], "CHANNEL": ids["channel"], "PERSON": ids["person"], "OTHER": ids["other contact"]}.get(value, value)
                    if isinstance(value, str) else value for key, value in body.items()}
        got = op.ask(people[role], ids.get(thing), body, ids)
        # What changes how a person proves themselves gives the session another secret.
        if fresh := [one.split(";")[0] for one in got.headers.get_all("Set-Cookie") or []]:
            people[role].cookie = "; ".join(fresh)
        checks.check(f"{op.name}: {role} does it", got.status in right, said(got))
        if got.status >= 400:
            checks.check(f"{op.name}: and the refusal says why", bool(got.code()), said(got))
        if op.scope and op.method == "GET" and got.status == 200:
            by_token = op.ask(token_for(op.scope), ids.get(thing), body, ids)
            checks.check(f"{op.name}: a token with {op.scope} alone does it", by_token.status in right,
                         said(by_token))
