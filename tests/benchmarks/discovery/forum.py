"""A forum as they were written twenty years ago: a prefix on every table, short names, addresses as packed text."""

from __future__ import annotations

from tests.benchmarks.discovery.world import Fiction, World

TABLES = """
fb_users: user_id integer primary key, user_type integer not null, username varchar(60) not null unique, user_email varchar(100) not null, user_password varchar(80) not null, user_birthday varchar(10), user_regdate integer not null, user_lastvisit integer, user_ip varchar(40), user_posts integer not null, user_avatar varchar(120), user_sig text, user_from varchar(80), user_website varchar(120), user_lang varchar(5), rank_id integer
fb_ranks: rank_id integer primary key, rank_title varchar(60) not null, rank_min integer not null
fb_groups: group_id integer primary key, group_name varchar(60) not null, group_desc varchar(200), group_founder integer
fb_user_group: group_id integer not null, user_id integer not null, user_pending boolean not null, primary key (group_id, user_id)
fb_forums: forum_id integer primary key, parent_id integer, forum_name varchar(80) not null, forum_desc text, last_post_id integer
fb_topics: topic_id integer primary key, forum_id integer not null, topic_poster integer not null, topic_title varchar(120) not null, topic_time integer not null, topic_views integer not null, topic_first_post_id integer
fb_posts: post_id integer primary key, topic_id integer not null, forum_id integer not null, poster_id integer not null, poster_ip varchar(40), post_time integer not null, post_text text not null, post_edit_user integer, post_edit_reason varchar(120)
fb_privmsgs: msg_id integer primary key, author_id integer not null, author_ip varchar(40), to_user_id integer not null, message_subject varchar(120), message_text text not null, message_time integer not null
fb_attachments: attach_id integer primary key, post_id integer not null, poster_id integer not null, physical_filename varchar(80) not null, real_filename varchar(120) not null, filesize integer not null
fb_sessions: session_id varchar(40) primary key, session_user_id integer not null, session_ip varchar(40), session_browser varchar(160), session_start integer not null
fb_banlist: ban_id integer primary key, ban_userid integer, ban_ip varchar(40), ban_email varchar(100), ban_reason varchar(200), ban_start integer not null
fb_poll_options: poll_option_id integer primary key, topic_id integer not null, poll_option_text varchar(120) not null, poll_option_total integer not null
fb_poll_votes: topic_id integer not null, poll_option_id integer not null, vote_user_id integer not null, vote_user_ip varchar(40), primary key (poll_option_id, vote_user_id)
fb_reports: report_id integer primary key, post_id integer, user_id integer not null, report_text text, report_closed boolean not null, report_time integer not null
fb_warnings: warning_id integer primary key, user_id integer not null, post_id integer, warning_time integer not null
fb_smilies: smiley_id integer primary key, code varchar(20) not null, emotion varchar(40), smiley_url varchar(80)
fb_config: config_name varchar(60) primary key, config_value varchar(200)
fb_watch: topic_id integer not null, user_id integer not null, notify_status boolean not null, primary key (topic_id, user_id)
fb_friends: user_id integer not null, friend_id integer not null, since integer not null, primary key (user_id, friend_id)
fb_words: word_id integer primary key, word varchar(40) not null, replacement varchar(40)
"""
OWN = """
fb_users: username user_email user_password user_birthday user_ip user_avatar user_sig user_from user_website user_lang
fb_topics: topic_title
fb_posts: poster_ip post_text post_edit_reason
fb_privmsgs: author_ip message_subject message_text
fb_attachments: physical_filename real_filename
fb_sessions: session_ip session_browser
fb_banlist: ban_ip ban_email ban_reason
fb_poll_votes: vote_user_ip
fb_reports: report_text
"""
ROW = """
fb_users: user_type user_regdate user_lastvisit user_posts
fb_user_group: user_pending
fb_topics: topic_time topic_views
fb_posts: post_time
fb_privmsgs: message_time
fb_attachments: filesize
fb_sessions: session_id session_start
fb_banlist: ban_start
fb_poll_options: poll_option_text poll_option_total
fb_reports: report_closed report_time
fb_warnings: warning_time
fb_watch: notify_status
fb_friends: since
"""
TIES = """
fb_users.rank_id > fb_ranks
fb_groups.group_founder > fb_users
fb_user_group.group_id > fb_groups
fb_user_group.user_id > fb_users
fb_forums.parent_id > fb_forums
fb_forums.last_post_id > fb_posts
fb_topics.forum_id > fb_forums
fb_topics.topic_poster > fb_users
fb_topics.topic_first_post_id > fb_posts
fb_posts.topic_id > fb_topics
fb_posts.forum_id > fb_forums
fb_posts.poster_id|post_edit_user > fb_users
fb_privmsgs.author_id|to_user_id > fb_users
fb_attachments.post_id > fb_posts
fb_attachments.poster_id > fb_users
fb_sessions.session_user_id > fb_users
fb_banlist.ban_userid > fb_users
fb_poll_options.topic_id > fb_topics
fb_poll_votes.topic_id > fb_topics
fb_poll_votes.poll_option_id > fb_poll_options
fb_poll_votes.vote_user_id > fb_users
fb_reports.post_id > fb_posts
fb_reports.user_id > fb_users
fb_warnings.user_id > fb_users
fb_warnings.post_id > fb_posts
fb_watch.topic_id > fb_topics
fb_watch.user_id > fb_users
fb_friends.user_id|friend_id > fb_users
"""


def forum() -> World:
    f = Fiction(14)
    users, topics, posts = 350, 200, 900

    def at() -> int:
        return f.number(1_300_000_000, 1_700_000_000)

    rows = {
        "fb_users": [
            (
                i,
                f.pick(0, 1, 3),
                f"{f.last()}{i}",
                f.email(i),
                f.password(),
                f.sometimes(f"{f.number(1, 28):2d}-{f.number(1, 12):2d}-{f.number(1950, 2005)}"),
                at(),
                at(),
                f.ip(),
                f.number(0, 500),
                f.sometimes(f"{f.hexadecimal(16)}.jpg"),
                f.sometimes(f.sentence(9)),
                f.sometimes(f.city()),
                f.sometimes("https://www.example.org"),
                f.pick("en", "de"),
                f.number(1, 5),
            )
            for i in range(1, users + 1)
        ],
        "fb_ranks": [(i, f"Rank {i}", i * 100) for i in range(1, 6)],
        "fb_groups": [(i, f"Group {i}", f.sentence(6), f.number(1, users)) for i in range(1, 13)],
        "fb_user_group": sorted({(f.number(1, 12), f.number(1, users), False) for _ in range(400)}),
        "fb_forums": [
            (i, f.sometimes(f.number(1, 5)), f"Forum {i}", f.sentence(10), f.number(1, posts)) for i in range(1, 16)
        ],
        "fb_topics": [
            (i, f.number(1, 15), f.number(1, users), f.sentence(5), at(), f.number(0, 9000), f.number(1, posts))
            for i in range(1, topics + 1)
        ],
        "fb_posts": [
            (
                i,
                f.number(1, topics),
                f.number(1, 15),
                f.number(1, users),
                f.ip(),
                at(),
                f.sentence(40),
                f.sometimes(f.number(1, users), 0.1),
                f.sometimes("typo", 0.1),
            )
            for i in range(1, posts + 1)
        ],
        "fb_privmsgs": [
            (i, f.number(1, users), f.ip(), f.number(1, users), f.sentence(4), f.sentence(30), at())
            for i in range(1, 300)
        ],
        "fb_attachments": [
            (i, f.number(1, posts), f.number(1, users), f.hexadecimal(32), f"photo{i}.jpg", f.number(100, 99999))
            for i in range(1, 120)
        ],
        "fb_sessions": [(f.hexadecimal(32), f.number(1, users), f.ip(), f.agent(), at()) for _ in range(150)],
        "fb_banlist": [
            (
                i,
                f.sometimes(f.number(1, users)),
                f.sometimes(f.ip()),
                f.sometimes(f.email(i + 900)),
                f.sentence(4),
                at(),
            )
            for i in range(1, 60)
        ],
        "fb_poll_options": [(i, f.number(1, topics), f.sentence(3), f.number(0, 90)) for i in range(1, 80)],
        "fb_poll_votes": [
            (f.number(1, topics), o, u, f.ip())
            for o, u in sorted({(f.number(1, 79), f.number(1, users)) for _ in range(200)})
        ],
        "fb_reports": [(i, f.number(1, posts), f.number(1, users), f.sentence(9), True, at()) for i in range(1, 70)],
        "fb_warnings": [(i, f.number(1, users), f.number(1, posts), at()) for i in range(1, 40)],
        "fb_smilies": [(i, f":{i})", f"smile {i}", f"icon{i}.gif") for i in range(1, 20)],
        "fb_config": [("board_email", "board@example.org"), ("sitename", "Board"), ("max_posts", "50")],
        "fb_watch": sorted({(f.number(1, topics), f.number(1, users), True) for _ in range(200)}),
        "fb_friends": sorted({(f.number(1, users), f.number(1, users), 1_600_000_000) for _ in range(150)}),
        "fb_words": [(i, f"word{i}", "***") for i in range(1, 30)],
    }
    return World("forum", TABLES, OWN, ROW, TIES, rows)
