"""What can be done that the trail keeps, in the words of its pages."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Action(models.TextChoices):
    """What somebody did; a new kind of deed gets a new line here and no migration of rows."""

    # --- people
    LOG_IN = "log_in", _("登录")
    LOG_OUT = "log_out", _("退出登录")
    LOCK = "lock", _("锁定账号")
    UNLOCK = "unlock", _("解除锁定")
    PASSWORD_CHANGE = "password_change", _("修改密码")
    SECOND_FACTOR = "second_factor", _("设置第二重验证")
    USER_CREATE = "user_create", _("新建用户")
    USER_CHANGE = "user_change", _("修改用户")
    USER_DISABLE = "user_disable", _("停用用户")
    USER_ENABLE = "user_enable", _("启用用户")
    ROLE_CHANGE = "role_change", _("变更角色")
    TOKEN_CREATE = "token_create", _("新建接口令牌")
    TOKEN_REVOKE = "token_revoke", _("停用接口令牌")
    DENY = "deny", _("越权被拒")
    # --- reports
    UPLOAD = "upload", _("上传")
    DOWNLOAD = "download", _("下载原件")
    SELF_CHECK = "self_check", _("自查")
    RETRY = "retry", _("重新处理")
    CANCEL = "cancel", _("取消处理")
    PLACE = "place", _("指定地区和年份")
    RE_EXTRACT = "re_extract", _("重新读取")
    RETURN = "return", _("退回报送单位")
    ANSWER_RETURN = "answer_return", _("答复退回")
    CLOSE_RETURN = "close_return", _("办结退回")
    REVISE = "revise", _("报送修订")
    LETTER = "letter", _("起草函件")
    # --- figures
    ACCEPT = "accept", _("采用")
    CORRECT = "correct", _("更正")
    REJECT = "reject", _("否决")
    REOPEN = "reopen", _("撤回结论")
    UNDO = "undo", _("撤销操作")
    SET_ASIDE = "set_aside", _("存疑搁置")
    ASSIGN = "assign", _("归入指标")
    RULE = "rule", _("裁定")
    PUBLISH = "publish", _("发布")
    SUPERSEDE = "supersede", _("取代")
    WITHDRAW = "withdraw", _("撤下")
    STATUS_CHANGE = "status_change", _("变更数据状态")
    CATALOGUE_CHANGE = "catalogue_change", _("修改指标目录")
    # --- work
    PROGRESS = "progress", _("记录进展")
    GIVE_WORK = "give_work", _("交办事项")
    CONFIRM = "confirm", _("核定计划落实")
    # --- the meeting
    BRIEF = "brief", _("编制简报")
    DECK = "deck", _("编排幻灯片")
    BRIEF_SHOW = "brief_show", _("放映")
    BRIEF_NOTE = "brief_note", _("会议记录")
    # --- the house
    EXPORT = "export", _("导出")
    SETTING_CHANGE = "setting_change", _("修改设置")
    BACKUP = "backup", _("备份")
    RESTORE = "restore", _("恢复")
    VERIFY = "verify", _("核验记录")
    PURGE = "purge", _("清理记录")
    OTHER = "other", _("其他操作")


class Result(models.TextChoices):
    """How it went."""

    OK = "ok", _("成功")
    FAILED = "failed", _("失败")
    REFUSED = "refused", _("拒绝")


class Channel(models.TextChoices):
    """By which way it came."""

    WEB = "web", _("网页")
    JOB = "job", _("后台任务")
    COMMAND = "command", _("命令行")
