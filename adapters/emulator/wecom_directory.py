"""WeCom's lists: members, departments, menus, addresses. Source: platforms/wecom.md 1.1, 9, 10."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from adapters.emulator.wecom_corp import Corp
from adapters.emulator.wecom_gate import Answer, error
from adapters.emulator.wecom_messages import agent_fault

_TYPES = {
    "click",
    "view",
    "scancode_push",
    "scancode_waitmsg",
    "pic_sysphoto",
    "pic_photo_or_album",
    "pic_weixin",
    "location_select",
    "view_miniprogram",
}
_Handler = Callable[[Request, dict[str, Any]], Answer]


@dataclass(frozen=True, slots=True)
class Directory:
    """What is asked for and answered from the corporation's own lists."""

    corp: Corp

    def posts(self) -> dict[str, _Handler]:
        return {
            "menu/create": self._put_menu,
            "user/getuserid": self._user_by_mobile,
            "batch/openuserid_to_userid": self._decrypted,
        }

    def gets(self) -> dict[str, _Handler]:
        return {
            "agent/get": self._agent,
            "menu/get": self._menu,
            "menu/delete": self._delete_menu,
            "user/get": self._user,
            "user/simplelist": self._users,
            "department/simplelist": self._departments,
            "getcallbackip": self._addresses,
            "get_api_domain_ip": self._addresses,
        }

    def _put_menu(self, request: Request, body: dict[str, Any]) -> Answer:
        code = self._agent_fault(request) or menu_fault(body)
        if not code:
            self.corp.menu = body
        return error(code)

    def _decrypted(self, _: Request, body: dict[str, Any]) -> Answer:
        asked = body.get("open_userid_list")
        if not isinstance(asked, list) or not 1 <= len(asked) <= 1_000:
            return error(40058)
        if code := agent_fault(body.get("source_agentid"), self.corp):
            return error(code)
        known = self.corp.encrypted
        found = [{"open_userid": one, "userid": known[one]} for one in asked if one in known]
        wrong = [one for one in asked if one not in known]
        return {**error(0), "userid_list": found, "invalid_open_userid_list": wrong}

    def _agent(self, request: Request, _: dict[str, Any]) -> Answer:
        """The application: who may use it, and whether it is switched off [D 90227]."""
        if code := self._agent_fault(request):
            return error(code)
        corp = self.corp
        return {
            **error(0),
            "agentid": corp.app.agent_id,
            "name": "CRM",
            "allow_userinfos": {"user": [{"userid": one} for one in corp.people]},
            "allow_partys": {"partyid": []},
            "allow_tags": {"tagid": []},
            "close": int(corp.is_closed),
        }

    def _menu(self, request: Request, _: dict[str, Any]) -> Answer:
        code = self._agent_fault(request) or (0 if self.corp.menu else 46003)
        return error(code) if code else {**error(0), **self.corp.menu}

    def _delete_menu(self, request: Request, _: dict[str, Any]) -> Answer:
        code = self._agent_fault(request)
        if not code:
            self.corp.menu = {}
        return error(code)

    def _user_by_mobile(self, _: Request, body: dict[str, Any]) -> Answer:
        user = self.corp.mobiles.get(str(body.get("mobile") or ""))
        return {**error(0), "userid": user} if user else error(46004)

    def _user(self, request: Request, _: dict[str, Any]) -> Answer:
        user = self.corp.known(request.query_params.get("userid", ""))
        if not user:
            return error(60111)
        return {**error(0), "userid": user, "name": self.corp.people[user], **_MEMBER}

    def _users(self, request: Request, _: dict[str, Any]) -> Answer:
        if request.query_params.get("department_id") != "1":
            return error(60003)
        named = [
            {"userid": user, "name": name, "department": [1]}
            for user, name in self.corp.people.items()
        ]
        return {**error(0), "userlist": named}

    def _departments(self, _: Request, __: dict[str, Any]) -> Answer:
        return {**error(0), "department_id": [{"id": 1, "parentid": 0, "order": 1}]}

    def _addresses(self, _: Request, __: dict[str, Any]) -> Answer:
        return {**error(0), "ip_list": ["203.0.113.0/24"]}

    def _agent_fault(self, request: Request) -> int:
        agent = request.query_params.get("agentid", "")
        if not agent.isdigit():
            return 40056
        return 0 if int(agent) == self.corp.app.agent_id else 301002


_MEMBER = {"department": [1], "status": 1, "is_leader_in_dept": [0]}
"""Without mobile, mail or picture: applications made since 2022 do not see them [D 90196]."""


def menu_fault(menu: Mapping[str, Any]) -> int:
    """The error code of the first thing that is wrong with a menu; 0 when nothing is."""
    buttons = menu.get("button") or []
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= 3:
        return 40016
    for one in buttons:
        if not isinstance(one, dict) or not _are_objects(one.get("sub_button") or []):
            return 40058
        inner = one.get("sub_button") or []
        if len(str(one.get("name", "")).encode()) > 16 or not one.get("name"):
            return 40018
        if len(inner) > 5:
            return 40023
        if code := next((code for each in inner or [one] if (code := _entry_fault(each))), 0):
            return code
    return 0


def _are_objects(entries: object) -> bool:
    return isinstance(entries, list) and all(isinstance(one, dict) for one in entries)


def _entry_fault(one: Mapping[str, Any]) -> int:
    if not one.get("name") or len(str(one["name"]).encode()) > 40:
        return 40025
    if str(one.get("type")) not in _TYPES:
        return 40017
    if one["type"] == "view":
        return 0 if 0 < len(str(one.get("url") or "").encode()) <= 1024 else 40020
    if one["type"] == "view_miniprogram":
        return 0 if one.get("appid") and one.get("pagepath") else 40058
    return 0 if 0 < len(str(one.get("key") or "").encode()) <= 128 else 40019
