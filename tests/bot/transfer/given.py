"""Files that are brought in."""

import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook

PEOPLE = """employee_no,name,department,superior_no,roles,wecom_userid,feishu_open_id,mobile,state
E1,周明,华东战区/苏州组,E5,rep,zhouming,ou_zhouming,13900000001,active
E2,林悦,华东战区/苏州组,E5,,linyue,,,
E3,何俊,华东战区/苏州组,E5,rep,,,,leave
E5,孙涛,华东战区,,supervisor;admin,suntao,ou_suntao,13900000005,
"""
CUSTOMERS = """customer_id,full_name,aliases,owner_rep,industry,city,contacts
C01,苏州远帆新能源科技股份有限公司,远帆;远帆新能源,E1,新能源,苏州,王建国;徐磊
C02,华东精密仪器有限公司,华精,E2,精密制造,上海,李敏
C03,宁波海川模具有限公司,海川,,模具,宁波,
"""
OPPORTUNITIES = """opportunity_id,customer_id,name,stage,amount,expected_close,owner_rep
O1,C01,导电浆料二期,proposal,1200000,2026-12-31,E1
O2,C02,表面测量仪,,,,
O3,C01,传感器年框,won,3000000.50,2026-11-01,E1
"""


def csv(header: str, *rows: str) -> str:
    return "\n".join((header, *rows)) + "\n"


def xlsx(rows: Iterable[Sequence[object]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(list(row))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
