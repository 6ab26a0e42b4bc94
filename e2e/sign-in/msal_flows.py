"""MSAL Python against the token service: authorization code with PKCE, silent refresh, other resources, device code.

Run where Azure's names lead to the cloud (`lazulite exec -- python e2e/sign-in/msal_flows.py`) with `WALK_USER` and
`WALK_PASSWORD` set. Says one line per flow; exit status 1 at the first that fails.
"""
import base64
import html
import json
import os
import re
import threading
from urllib.parse import parse_qsl, urljoin, urlsplit

import msal
import requests

CLI = "04b07795-8ddb-461a-bbee-02f9e1bf7b46"
POWERSHELL = "1950a258-227b-4e31-a9cf-717495945fc2"
NATIVE = "https://login.microsoftonline.com/common/oauth2/nativeclient"
ARM = ["https://management.core.windows.net//.default"]
GRAPH = ["https://graph.microsoft.com/.default"]


def claims(token):
    part = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def walk(browser, url, stop, **typed):
    """Fill in what is asked until an address begins with `stop`; returns that address."""
    answer = browser.get(url, allow_redirects=False)
    for _ in range(12):
        location = answer.headers.get("location")
        if location is not None:
            url = urljoin(answer.url, location)
            if url.startswith(stop):
                return url
            answer = browser.get(url, allow_redirects=False)
            continue
        form = re.search(r'<form method="post" action="([^"]*)"[^>]*>(.*?)</form>', answer.text, re.S)
        if form is None:
            return answer.text
        fields = {}
        for tag in re.findall(r"<input[^>]*>", form[2]):
            name = re.search(r'\sname="([^"]*)"', tag)
            value = re.search(r'\svalue="([^"]*)"', tag)
            fields[name[1]] = html.unescape(value[1]) if value else ""
        buttons = re.findall(r'<button[^>]*\sname="([^"]*)"\s+value="([^"]*)"', form[2])
        if buttons:
            fields[buttons[0][0]] = buttons[0][1]
        fields.update({name: value for name, value in typed.items() if name in fields})
        answer = browser.post(urljoin(answer.url, html.unescape(form[1])), data=fields, allow_redirects=False)
    raise SystemExit("the pages have no end")


def check(name, is_good, detail=""):
    print(("ok    " if is_good else "FAIL  ") + name, detail if not is_good else "")
    if not is_good:
        raise SystemExit(1)


person = {"username": os.environ["WALK_USER"], "password": os.environ["WALK_PASSWORD"]}
app = msal.PublicClientApplication(CLI, authority="https://login.microsoftonline.com/organizations")
browser = requests.Session()

flow = app.initiate_auth_code_flow(ARM, redirect_uri=NATIVE, state="a state", prompt="login")
back = walk(browser, flow["auth_uri"], NATIVE, **person)
result = app.acquire_token_by_auth_code_flow(flow, dict(parse_qsl(urlsplit(back).query)))
check("authorization code with PKCE", "access_token" in result, result)
check("id token names the user", result["id_token_claims"]["preferred_username"] == person["username"], result)
check("code is good once", "54005" in str(app.acquire_token_by_auth_code_flow(flow, dict(parse_qsl(urlsplit(back).query)))))

flow = app.initiate_auth_code_flow(ARM, redirect_uri=NATIVE, prompt="none")
back = walk(browser, flow["auth_uri"], NATIVE)
check("session answers prompt=none", "code=" in back, back)

[account] = app.get_accounts()
check("account is the user", account["username"] == person["username"], account)
again = app.acquire_token_silent(ARM, account, force_refresh=True)
check("silent refresh", again is not None and "access_token" in again and again["token_source"] == "identity_provider", again)
graph = app.acquire_token_silent(GRAPH, account)
check("same sign-in, another resource", graph is not None and claims(graph["access_token"])["aud"] == "https://graph.microsoft.com", graph)
cached = app.acquire_token_silent(ARM, account)
check("served from the cache", cached is not None and cached["token_source"] == "cache", cached)

family = msal.PublicClientApplication(POWERSHELL, authority=app.authority.authorization_endpoint.split("/oauth2")[0], token_cache=app.token_cache)
other = family.acquire_token_silent(ARM, family.get_accounts()[0])
check("another client of the family", other is not None and claims(other["access_token"])["appid"] == POWERSHELL, other)

ropc = msal.PublicClientApplication(CLI, authority="https://login.microsoftonline.com/organizations")
result = ropc.acquire_token_by_username_password(person["username"], person["password"], scopes=ARM)
check("user name and password", "access_token" in result, result)
result = ropc.acquire_token_by_username_password(person["username"], "wrong", scopes=ARM)
check("wrong password", result.get("error_codes") == [50126], result)

device = msal.PublicClientApplication(CLI, authority="https://login.microsoftonline.com/organizations")
flow = device.initiate_device_flow(scopes=GRAPH)
done = {}
waiter = threading.Thread(target=lambda: done.update(device.acquire_token_by_device_flow(flow)))
waiter.start()
walk(browser, flow["verification_uri"], "nowhere", code=flow["user_code"], **person)
waiter.join(30)
check("device code", "access_token" in done, done)
