-- Posts of visitors, and posts that no job wrote. Those carry their own id as job_id, which is no job's: so the column stays
-- unique and never null for nodes of the version before.
alter table posts
    add column session_id text, -- of a visitor; null as soon as a user has the post
    add column visitor text;    -- the network of the visitor, for whose posts there is a limit

create index posts_by_session on posts (session_id, created_at, id) where session_id is not null;
create index posts_by_visitor on posts (visitor) where visitor is not null;
-- For retention.
create index posts_of_visitors_by_age on posts (updated_at) where user_id is null;
