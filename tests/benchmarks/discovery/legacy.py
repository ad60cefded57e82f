"""A mail-order house on a schema of the eighties: upper case, abbreviations, numbers that begin far above one."""

from __future__ import annotations

from tests.benchmarks.discovery.world import Fiction, World

TABLES = """
CUSTMST: CUST_NO integer primary key, CUST_NM1 varchar(40) not null, CUST_NM2 varchar(40), CUST_ADR1 varchar(40), CUST_ADR2 varchar(40), CUST_ZIP varchar(10), CUST_CTY varchar(30), CNTRY_CD varchar(3), TEL_NO varchar(20), FAX_NO varchar(20), EMAIL_ADR varchar(80), BRTH_DT date, SEX_CD varchar(1), CR_LMT integer, SLSREP_NO integer, CRT_DT date not null, CRT_USR varchar(10)
CNTRYTAB: CNTRY_CD varchar(3) primary key, CNTRY_NM varchar(40) not null
SLSREP: SLSREP_NO integer primary key, REP_NM varchar(40) not null, REP_TEL varchar(20), TERR_CD varchar(4), COMM_PCT integer
TERRTAB: TERR_CD varchar(4) primary key, TERR_NM varchar(40) not null
ITMMST: ITM_NO integer primary key, ITM_DESC varchar(60) not null, UNT_PRC integer not null, WHS_CD varchar(3), ITM_GRP varchar(4)
WHSTAB: WHS_CD varchar(3) primary key, WHS_NM varchar(40) not null
ORDHDR: ORD_NO integer primary key, CUST_NO integer not null, ORD_DT date not null, SHIP_NM varchar(40), SHIP_ADR varchar(60), SLSREP_NO integer, ORD_STS varchar(1) not null, ORD_AMT integer not null
ORDDTL: ORD_NO integer not null, LIN_NO integer not null, ITM_NO integer not null, QTY_ORD integer not null, UNT_PRC integer not null, primary key (ORD_NO, LIN_NO)
INVHDR: INV_NO integer primary key, ORD_NO integer not null, INV_DT date not null, INV_AMT integer not null, DUE_DT date
PMTTRN: PMT_NO integer primary key, INV_NO integer not null, BNK_ACCT varchar(34), CC_NO varchar(20), PMT_AMT integer not null, PMT_DT date
EMPMST: EMP_NO integer primary key, EMP_LNAME varchar(30) not null, EMP_FNAME varchar(30) not null, SSN_NO varchar(11), HIRE_DT date, DEPT_CD varchar(4), MGR_EMP_NO integer, SAL_AMT integer
DEPTTAB: DEPT_CD varchar(4) primary key, DEPT_NM varchar(40) not null
CALLLOG: CALL_NO integer primary key, CUST_NO integer not null, EMP_NO integer not null, CALL_DT date not null, CALL_TXT varchar(200)
MAILLST: MAIL_ID integer primary key, MAIL_NM varchar(40), MAIL_ADR1 varchar(40), MAIL_ZIP varchar(10), OPT_FLG varchar(1)
RTNHDR: RTN_NO integer primary key, ORD_NO integer not null, RTN_RSN varchar(100), RTN_DT date
PRCHST: ITM_NO integer not null, EFF_DT date not null, UNT_PRC integer not null, primary key (ITM_NO, EFF_DT)
VNDMST: VND_NO integer primary key, VND_NM varchar(40) not null, VND_CTY varchar(30)
POHDR: PO_NO integer primary key, VND_NO integer not null, PO_DT date not null, PO_AMT integer not null
SYSCTL: CTL_KEY varchar(10) primary key, CTL_VAL varchar(40)
"""
OWN = """
CUSTMST: CUST_NM1 CUST_NM2 CUST_ADR1 CUST_ADR2 CUST_ZIP CUST_CTY CNTRY_CD TEL_NO FAX_NO EMAIL_ADR BRTH_DT SEX_CD
SLSREP: REP_NM REP_TEL
ORDHDR: SHIP_NM SHIP_ADR
PMTTRN: BNK_ACCT CC_NO
EMPMST: EMP_LNAME EMP_FNAME SSN_NO SAL_AMT
CALLLOG: CALL_TXT
MAILLST: MAIL_NM MAIL_ADR1 MAIL_ZIP
RTNHDR: RTN_RSN
"""
ROW = """
CUSTMST: CR_LMT CRT_DT CRT_USR
SLSREP: COMM_PCT
ORDHDR: ORD_DT ORD_STS ORD_AMT
ORDDTL: LIN_NO QTY_ORD UNT_PRC
INVHDR: INV_DT INV_AMT DUE_DT
PMTTRN: PMT_AMT PMT_DT
EMPMST: HIRE_DT
CALLLOG: CALL_DT
MAILLST: OPT_FLG
RTNHDR: RTN_DT
"""
TIES = """
CUSTMST.CNTRY_CD > CNTRYTAB
CUSTMST.SLSREP_NO > SLSREP
SLSREP.TERR_CD > TERRTAB
ITMMST.WHS_CD > WHSTAB
ORDHDR.CUST_NO > CUSTMST
ORDHDR.SLSREP_NO > SLSREP
ORDDTL.ORD_NO > ORDHDR
ORDDTL.ITM_NO > ITMMST
INVHDR.ORD_NO > ORDHDR
PMTTRN.INV_NO > INVHDR
EMPMST.DEPT_CD > DEPTTAB
EMPMST.MGR_EMP_NO > EMPMST
CALLLOG.CUST_NO > CUSTMST
CALLLOG.EMP_NO > EMPMST
RTNHDR.ORD_NO > ORDHDR
PRCHST.ITM_NO > ITMMST
POHDR.VND_NO > VNDMST
"""


def legacy() -> World:
    f = Fiction(15)
    n, orders = 320, 600
    rows = {
        "CUSTMST": [
            (
                10_000 + i,
                f.last().upper(),
                f.first().upper(),
                f.street(" RD").upper(),
                None,
                f.digits(5),
                f.city().upper(),
                f.pick("USA", "CAN"),
                f"{f.number(200, 999)}-555-{f.digits(4)}",
                f.sometimes(f"{f.number(200, 999)}-555-{f.digits(4)}"),
                f.sometimes(f.email(i), 0.4),
                f.sometimes(f.day(1930, 1999)),
                f.pick("M", "F"),
                f.number(0, 9000),
                500 + f.number(1, 14),
                f.day(),
                f.pick("BATCH", "JDOE"),
            )
            for i in range(n)
        ],
        "CNTRYTAB": [("USA", "UNITED STATES"), ("CAN", "CANADA"), ("MEX", "MEXICO")],
        "SLSREP": [
            (
                500 + i,
                f.name().upper(),
                f"{f.number(200, 999)}-555-{f.digits(4)}",
                f.pick("EAST", "WEST"),
                f.number(1, 9),
            )
            for i in range(1, 15)
        ],
        "TERRTAB": [("EAST", "EASTERN"), ("WEST", "WESTERN")],
        "ITMMST": [
            (
                70_000 + i,
                f"{f.pick('BOLT', 'NUT', 'PIPE')} {i}",
                f.number(10, 9000),
                f.pick("A01", "B02"),
                f.pick("HW", "PL"),
            )
            for i in range(150)
        ],
        "WHSTAB": [("A01", "MAIN"), ("B02", "NORTH")],
        "ORDHDR": [
            (
                400_000 + i,
                10_000 + f.number(0, n - 1),
                f.day(),
                f.name().upper(),
                f"{f.street(' RD')} {f.city()}".upper(),
                500 + f.number(1, 14),
                f.pick("O", "C"),
                f.number(100, 99999),
            )
            for i in range(orders)
        ],
        "ORDDTL": [
            (400_000 + i, line, 70_000 + f.number(0, 149), f.number(1, 9), f.number(10, 9000))
            for i in range(orders)
            for line in (1, 2)
        ],
        "INVHDR": [(800_000 + i, 400_000 + i, f.day(), f.number(100, 99999), f.day()) for i in range(500)],
        "PMTTRN": [
            (
                900_000 + i,
                800_000 + f.number(0, 499),
                f.sometimes(f.iban()),
                f.sometimes(f.card()),
                f.number(100, 99999),
                f.day(),
            )
            for i in range(450)
        ],
        "EMPMST": [
            (
                1000 + i,
                f.last().upper(),
                f.first().upper(),
                f"{f.number(100, 665)}-{f.number(10, 99)}-{f.number(1000, 9999)}",
                f.day(),
                f.pick("ACCT", "SALE"),
                f.sometimes(1000 + f.number(0, 9)),
                f.number(20000, 90000),
            )
            for i in range(40)
        ],
        "DEPTTAB": [("ACCT", "ACCOUNTING"), ("SALE", "SALES")],
        "CALLLOG": [
            (i, 10_000 + f.number(0, n - 1), 1000 + f.number(0, 39), f.day(), f.sentence(12).upper())
            for i in range(1, 300)
        ],
        "MAILLST": [
            (i, f.name().upper(), f.street(" AVE").upper(), f.digits(5), f.pick("Y", "N")) for i in range(1, 200)
        ],
        "RTNHDR": [(i, 400_000 + f.number(0, orders - 1), f.sentence(6), f.day()) for i in range(1, 90)],
        "PRCHST": [(70_000 + i, f.day(), f.number(10, 9000)) for i in range(150)],
        "VNDMST": [(3000 + i, f"{f.last()} SUPPLY", f.city().upper()) for i in range(20)],
        "POHDR": [(60_000 + i, 3000 + f.number(0, 19), f.day(), f.number(100, 99999)) for i in range(120)],
        "SYSCTL": [("YEAR", "1998"), ("PERIOD", "04")],
    }
    return World("legacy", TABLES, OWN, ROW, TIES, rows)
