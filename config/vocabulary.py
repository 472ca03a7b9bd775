"""The words of the field, each spelled once.

Code speaks these identifiers; sheets speak Chinese. They are what JSON, packs and the
glossary (docs/glossary.md) use. How villages spell them is data: ``config/words/*.toml``.
"""

from enum import StrEnum
from typing import NamedTuple


class Role(StrEnum):
    """What a column of a ledger is for."""

    SEQ = "seq"  # 序号
    CASE_NO = "case_no"  # 编号, 受理编号
    REGISTERED_DATE = "registered_date"  # 登记日期
    ACCEPTED_DATE = "accepted_date"  # 受理日期
    SOURCE = "source"  # 来源, 信访形式
    VILLAGE = "village"  # 村（社区）
    GROUP = "group"  # 组, 村民小组
    GRID = "grid"  # 网格
    PARTY = "party"  # 当事人, 信访人
    PARTY_OTHER = "party_other"  # 被申请人, 对方当事人
    PEOPLE_COUNT = "people_count"  # 涉及人数
    CATEGORY = "category"  # 纠纷类型
    CATEGORY_TICK = "category_tick"  # one column per category, ticked with √; written category_tick:邻里
    SUMMARY = "summary"  # 简要情况
    RISK_LEVEL = "risk_level"  # 风险等级
    COMPLEXITY = "complexity"  # 复杂程度
    ORG = "org"  # 责任单位, 承办单位
    OWNER = "owner"  # 责任人, 首办责任人
    LEADER = "leader"  # 包案领导
    REPORTER = "reporter"  # 排查人, 登记人
    ASSIGNED_DATE = "assigned_date"  # 交办日期
    DUE_DATE = "due_date"  # 办理期限
    EXTENSION = "extension"  # 延期至
    EXTENSION_REASON = "extension_reason"  # 延期理由
    EXTENSION_APPROVER = "extension_approver"  # 延期批准人
    EXTENSION_APPROVED_ON = "extension_approved_on"  # 延期批准日期
    SUSPENDED_FROM = "suspended_from"  # 中止日期
    SUSPENDED_TO = "suspended_to"  # 恢复日期
    PROGRESS = "progress"  # 办理情况
    STATUS = "status"  # 办理状态, 是否办结
    STATUS_TICK = "status_tick"  # one column per status; written status_tick:resolved
    RESOLVED_DATE = "resolved_date"  # 办结日期
    RESULT = "result"  # 处理结果
    AGREEMENT_NO = "agreement_no"  # 协议书编号
    JUDICIAL_CONFIRMATION = "judicial_confirmation"  # 司法确认
    SATISFACTION = "satisfaction"  # 满意度
    FOLLOWUP_DATE = "followup_date"  # 回访日期
    LAST_CONTACT_DATE = "last_contact_date"  # 最近沟通日期
    ACKNOWLEDGED_DATE = "acknowledged_date"  # 已阅日期
    RETURNED_DATE = "returned_date"  # 退回日期
    SERVED_DATE = "served_date"  # 送达日期
    REVIEW_REQUESTED_DATE = "review_requested_date"  # 申请复查日期
    REVIEW_DECIDED_DATE = "review_decided_date"  # 复查答复日期
    AMOUNT = "amount"  # 涉及金额
    AGREEMENT_FORM = "agreement_form"  # 协议形式: 口头, 书面, 司法确认
    FULFILMENT = "fulfilment"  # 履行情况
    PREVENTED_CRIME = "prevented_crime"  # 防止民转刑
    TIER = "tier"  # 化解层级: 组, 村, 镇
    ARCHIVED_DATE = "archived_date"  # 归档日期
    SITTING_DATE = "sitting_date"  # 约定调解时间, 下次调解日期
    SITTING_HELD = "sitting_held"  # 首次调解时间, 历次调解时间
    SITTING_OR_END = "sitting_or_end"  # 调解日期: a sitting, or the end; the row decides
    SITTING_COUNT = "sitting_count"  # 调解次数
    SITTING_PLACE = "sitting_place"  # 调解地点
    MEDIATOR = "mediator"  # 调解员, 主持人
    OVERDUE_FLAG = "overdue_flag"  # 是否逾期 (a person's own flag; never read as fact)
    REMARK = "remark"  # 备注
    IGNORED = "ignored"  # personal data and out-of-scope columns: never read, never copied
    OTHER = "other"  # a heading we know nothing about


#: Roles whose cells hold one date.
DATE_ROLES: tuple[Role, ...] = (
    Role.REGISTERED_DATE,
    Role.ACCEPTED_DATE,
    Role.ASSIGNED_DATE,
    Role.DUE_DATE,
    Role.EXTENSION,
    Role.EXTENSION_APPROVED_ON,
    Role.SUSPENDED_FROM,
    Role.SUSPENDED_TO,
    Role.RESOLVED_DATE,
    Role.FOLLOWUP_DATE,
    Role.LAST_CONTACT_DATE,
    Role.ACKNOWLEDGED_DATE,
    Role.RETURNED_DATE,
    Role.SERVED_DATE,
    Role.REVIEW_REQUESTED_DATE,
    Role.REVIEW_DECIDED_DATE,
    Role.ARCHIVED_DATE,
)


#: Roles whose cells tell of sittings, each cell of one or several days.
SITTING_ROLES: tuple[Role, ...] = (Role.SITTING_DATE, Role.SITTING_HELD, Role.SITTING_OR_END)


class Played(NamedTuple):
    """What a column plays.

    Attributes:
        role: its role.
        value: what a tick in it says: a category (``邻里``), a status, a level; "" where cells say it.
    """

    role: Role
    value: str = ""

    @property
    def spelled(self) -> str:
        """As JSON shows it: ``seq``, ``category_tick:邻里``, ``status_tick:resolved``."""
        return f"{self.role.value}:{self.value}" if self.value else self.role.value


class Status(StrEnum):
    """Where a case stands, as its row says."""

    OPEN = "open"  # 在办
    RESOLVED = "resolved"  # 办结
    SUSPENDED = "suspended"  # 中止
    WITHDRAWN = "withdrawn"  # 撤回
    TRANSFERRED = "transferred"  # 移交


class Destination(StrEnum):
    """Where a transferred case went."""

    NONE = ""
    TOWNSHIP = "township"  # 上报镇, 转办站所: still the township's, still live
    OUTSIDE = "outside"  # 县, 法院, 仲裁: no longer the township's
    REFUSED = "refused"  # 不予受理: nobody took it


class AgreementForm(StrEnum):
    """In what form the parties agreed."""

    ORAL = "oral"  # 口头协议
    WRITTEN = "written"  # 书面协议
    CONFIRMED = "confirmed"  # 经司法确认


class Fulfilment(StrEnum):
    """How far an agreement was kept."""

    DONE = "done"  # 已履行
    PARTLY = "partly"  # 部分履行, 履行中
    NOT_YET = "not_yet"  # 未履行


class Tier(StrEnum):
    """At which level a case was settled."""

    GROUP = "group"  # 组, 网格
    VILLAGE = "village"  # 村, 社区
    TOWNSHIP = "township"  # 镇, 乡, 街道


class Risk(StrEnum):
    """The matter's risk as people graded it; never a person's, never a deadline's colour."""

    RED = "red"  # 高
    YELLOW = "yellow"  # 中
    GREEN = "green"  # 低


class Complexity(StrEnum):
    """How hard people said the matter is."""

    SIMPLE = "simple"  # 简单
    NORMAL = "normal"  # 一般
    COMPLEX = "complex"  # 复杂, 疑难, 重点


class Satisfaction(StrEnum):
    """The answer of the satisfaction survey."""

    SATISFIED = "satisfied"  # 满意
    MOSTLY = "mostly"  # 基本满意
    UNSATISFIED = "unsatisfied"  # 不满意
    OTHER = "other"  # filled with something else


class Channel(StrEnum):
    """How a case came in (访、信、网、电、排查、上级交办)."""

    VISIT = "visit"  # 来访
    LETTER = "letter"  # 来信
    NET = "net"  # 网上信访
    PHONE = "phone"  # 来电
    SCREENING = "screening"  # 排查
    SUPERIOR = "superior"  # 上级交办
    FIELD_VISIT = "field_visit"  # 领导下访
    OTHER = "other"


class Category(StrEnum):
    """The seventeen canonical categories; the identifiers are the Chinese names."""

    MARRIAGE_FAMILY = "婚姻家庭"
    NEIGHBOURS = "邻里"
    HOUSING = "房屋宅基地"
    FOREST_LAND = "山林土地"
    EXPROPRIATION = "征地拆迁"
    WAGES = "劳资欠薪"
    MEDICAL = "医疗"
    DEBT = "合同债务"
    BUSINESS = "生产经营"
    DAMAGES = "损害赔偿"
    TRAFFIC = "道路交通"
    PROPERTY_MANAGEMENT = "物业"
    CONSUMER = "消费"
    ENVIRONMENT = "环境污染"
    WELFARE = "民生保障"
    VILLAGE_AFFAIRS = "村务管理"
    OTHER = "其他"


class Family(StrEnum):
    """Which kind of ledger it is; it decides which packs bind its rows."""

    DISPUTE = "dispute"  # 矛盾纠纷
    PETITION = "petition"  # 信访
    MEDIATION = "mediation"  # 人民调解


class Half(StrEnum):
    """Half of a day, the length of a sitting; in order."""

    AM = "am"  # 上午
    PM = "pm"  # 下午


class SittingOutcome(StrEnum):
    """How a sitting came out."""

    UNKNOWN = ""
    FAILED = "failed"  # 未达成协议, 未果, 一方未到
    AGREED = "agreed"  # 达成协议


class SheetKind(StrEnum):
    """What a worksheet is."""

    LEDGER = "ledger"
    NIL_REPORT = "nil_report"  # an explicit 零报告 and nothing else
    EMPTY_LEDGER = "empty_ledger"  # a header, no case, no nil entry: an office that was silent
    EMPTY = "empty"
    NOT_LEDGER = "not_ledger"  # rosters, statistics, our own board
    FORM = "form"  # one case on one card


class RowReason(StrEnum):
    """Why a row below a header is no case."""

    BLANK = "blank"
    PRENUMBERED_BLANK = "prenumbered_blank"
    FOOTER = "footer"  # 填表人, 审核人, 单位负责人
    NOTE = "note"  # 注：…
    TOTAL = "total"  # 合计, 累计
    SUBTOTAL = "subtotal"  # 小计
    SECTION_ROW = "section_row"  # 一月份
    REPEATED_HEADER = "repeated_header"  # printed again on each page
    COLUMN_NUMBER_ROW = "column_number_row"  # 1 2 3 …
    EXAMPLE_ROW = "example_row"  # 示例
    CONTINUATION_ROW = "continuation_row"  # the case above goes on
    NIL_REPORT = "nil_report"  # 本月无矛盾纠纷
    CARRIED_OVER = "carried_over"  # 上月结转: the same case counts in another row of the workbook
    COPIED_TABLE = "copied_table"  # 台账 (2), 台账备份


class ProblemCode(StrEnum):
    """What is wrong with a row, as a cell or a pair of cells shows it."""

    DATE_MISSING = "date_missing"
    DATE_UNPARSEABLE = "date_unparseable"
    DATE_IMPOSSIBLE = "date_impossible"  # 2026.2.30
    DATE_AMBIGUOUS = "date_ambiguous"  # 5/3/2026; 3.1 as a number
    DATE_INCOMPLETE = "date_incomplete"  # 2026.3
    DATE_VAGUE = "date_vague"  # 3月中旬, 待定
    DATE_LUNAR = "date_lunar"  # 正月十八
    DATE_FUTURE = "date_future"
    DATE_IMPLAUSIBLE = "date_implausible"  # 1826-03-05
    RESOLVED_BEFORE_REGISTERED = "resolved_before_registered"
    DUPLICATE_NUMBER = "duplicate_number"
    NUMBER_MISSING = "number_missing"
    NUMBER_GAP = "number_gap"
    STATUS_MISSING = "status_missing"
    STATUS_CONFLICT = "status_conflict"
    STATUS_UNKNOWN = "status_unknown"
    CATEGORY_MISSING = "category_missing"
    CATEGORY_CONFLICT = "category_conflict"
    LEVEL_CONFLICT = "level_conflict"  # two risk levels ticked
    SITTING_MEDIATOR_DOUBLE = "sitting_mediator_double"
    SITTING_PLACE_DOUBLE = "sitting_place_double"
    SITTING_AFTER_LIMIT = "sitting_after_limit"
    SITTING_REST_DAY = "sitting_rest_day"  # a note: villagers are at home on Sundays
    SITTING_MEDIATOR_AWAY = "sitting_mediator_away"
    SITTING_TWO_DATES = "sitting_two_dates"  # ledger and 调解排期 name different days; the ledger's counts
    SITTING_OF_CLOSED = "sitting_of_closed"
    SITTING_BEFORE_REGISTERED = "sitting_before_registered"
    EXTENSION_CAPPED = "extension_capped"  # longer than the statute lets it be
    EXTENSION_SECOND = "extension_second"  # one only
    EXTENSION_INEFFECTIVE = "extension_ineffective"  # 延期未生效


class LedgerProblemCode(StrEnum):
    """What is wrong with a worksheet or a workbook as a whole, rather than with one row."""

    AMBIGUOUS_COLUMN = "ambiguous_column"  # two headings play one role; the better one is read
    HIDDEN_SHEET_OPEN_ROWS = "hidden_sheet_open_rows"
    DUTY_WITHOUT_COLUMN = "duty_without_column"  # its evidence has no column: not timed row by row
    MARK_EDITED = "mark_edited"  # a person typed into one of our cells; it stays
    MARK_COLUMN_EDITED = "mark_column_edited"  # the heading of one of our columns was changed
    MARK_RESTORED = "mark_restored"  # one of our columns was deleted, and is back
    MARK_COLUMN_DOUBLED = "mark_column_doubled"  # somebody copied our columns, or pasted them elsewhere
    MARK_MERGED = "mark_merged"  # somebody merged cells of ours
    COPY_OF_LEDGER = "copy_of_ledger"  # 副本, (1)
    COPY_OF_TABLE = "copy_of_table"  # 台账 (2), 台账备份: a worksheet copied within its workbook
    CASE_CARRIED_OVER = "case_carried_over"  # from tab to tab, from year to year
    CASE_IN_TWO_LEDGERS = "case_in_two_ledgers"
    OWN_OUTPUT = "own_output"  # our board or summary seen as a ledger
    VILLAGE_MISMATCH = "village_mismatch"  # the title names another village than the config
    NO_END_COLUMN = "no_end_column"  # nothing shows whether a case is over: no light
    COLOUR_STATUS = "colour_status"  # states shown by fill colour alone
    HEADER_LOST = "header_lost"  # our columns stand, the header of the ledger is gone
    ROWS_LOST = "rows_lost"  # most open cases vanished without being closed
    HEADING_UNKNOWN = "heading_unknown"  # not understood, though its cells look like something we read
    HEADING_SUGGESTED = "heading_suggested"  # word and cells agree on a role; the line to add, never taken
    NIL_WITHOUT_YEAR = "nil_without_year"  # a nil line whose year nothing says; no evidence of any period
    FAMILY_OVERRULED = "family_overruled"  # [[village]] family, against which titles or headings speak
    NOT_A_LEDGER = "not_a_ledger"  # nothing in the workbook is a ledger
    FORM_NOT_MARKED = "form_not_marked"  # one-case cards are read and listed, not marked
    FORMULA_WITHOUT_VALUE = "formula_without_value"  # saved by a program that computes nothing
    KEY_FIELD_MISSING = "key_field_missing"  # a red or hard case names no office, officer or lead officer
    CATEGORY_UNKNOWN = "category_unknown"  # 其他, with the raw word listed


#: What is said before anything else: it speaks of a whole table, or of the whole ledger.
SAID_FIRST = frozenset(
    (
        LedgerProblemCode.ROWS_LOST,
        LedgerProblemCode.HEADER_LOST,
        LedgerProblemCode.VILLAGE_MISMATCH,
        LedgerProblemCode.NO_END_COLUMN,
        LedgerProblemCode.COLOUR_STATUS,
    )
)


class Light(StrEnum):
    """The deadline's light; always shown with its words."""

    ON_TRACK = "on_track"  # 正常
    DUE_SOON = "due_soon"  # 临期
    OVERDUE = "overdue"  # 逾期n天
    SUSPENDED = "suspended"  # 中止
    CLOSED = "closed"  # 已办结, 已移交, 已撤回
    CLOSED_LATE = "closed_late"  # 逾期办结
    UNTIMED = "untimed"  # 无法计时


class Post(StrEnum):
    """Who is addressed: a post, never a person. In rising order."""

    HANDLER = "handler"  # 承办单位
    FIRST_OFFICER = "first_officer"  # 首办责任人
    LEAD_OFFICER = "lead_officer"  # 包案领导
    LEADER_IN_CHARGE = "leader_in_charge"  # 分管领导
    COMMITTEE = "committee"  # 常委会


class Unit(StrEnum):
    """The unit a limit is counted in."""

    WORKING_DAYS = "working_days"  # 工作日
    CALENDAR_DAYS = "calendar_days"  # 日
    MONTHS = "months"  # 月


class Mark(StrEnum):
    """Our five columns, in the order they stand."""

    LIGHT = "light"  # 〔督〕预警
    DUE = "due"  # 〔督〕办理期限
    ASKED = "asked"  # 〔督〕催办提醒
    ADDRESSEE = "addressee"  # 〔督〕督办层级
    WHY = "why"  # 〔督〕说明


#: The headings of our columns in the languages we write; both sets are always recognised.
MARK_HEADINGS: dict[str, dict[Mark, str]] = {
    "zh-CN": {
        Mark.LIGHT: "〔督〕预警",
        Mark.DUE: "〔督〕办理期限",
        Mark.ASKED: "〔督〕催办提醒",
        Mark.ADDRESSEE: "〔督〕督办层级",
        Mark.WHY: "〔督〕说明",
    },
    "en": {
        Mark.LIGHT: "[due] light",
        Mark.DUE: "[due] date",
        Mark.ASKED: "[due] asked",
        Mark.ADDRESSEE: "[due] addressee",
        Mark.WHY: "[due] why",
    },
}


class CadenceState(StrEnum):
    """How an office's periodic duty stands for one period."""

    ON_TIME = "on_time"
    LATE = "late"
    NIL = "nil"
    MISSING = "missing"
    NOT_DUE = "not_due"
    DUE_SOON = "due_soon"  # running, not filed yet, at most three working days left


class SkipReason(StrEnum):
    """Why a ledger was read and not written."""

    OPEN_ELSEWHERE = "open_elsewhere"  # a program of people's has it open
    OTHER_RUN = "other_pass"  # another run of ours works on it
    READ_ONLY = "read_only"  # a kind of file, or a right, that lets us only look


class OutcomeKind(StrEnum):
    """How one ledger came out of a pass."""

    WRITTEN = "written"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"  # read and counted, not written: `SkipReason`
    PAUSED = "paused"
    HELD = "held"  # brake
    FAILED = "failed"


#: Days are days of this zone where no config says otherwise.
DEFAULT_ZONE = "Asia/Shanghai"
