-- The transitions of accounts that choose between outcomes: registration, and rotation of refresh tokens.

-- Creates an account with its user, starting credits, organization (if p_organization is given) and first sign-in. Returns
-- false when the e-mail address has an account already; of two concurrent calls for one address one returns false. An address
-- whose user was erased gets no starting credits.
create or replace function register_account(
    p_user uuid, p_email text, p_password_hash text, p_first_name text, p_last_name text,
    p_organization uuid, p_organization_name text, p_website_host text, p_context json, p_starting integer,
    p_family bytea, p_token bytea, p_token_seconds bigint
) returns boolean language plpgsql as $$
begin
    insert into accounts (user_id, email, password_hash, first_name, last_name, organization_id)
    values (p_user, p_email, p_password_hash, p_first_name, p_last_name, p_organization)
    on conflict (email) do nothing;
    if not found then
        return false;
    end if;
    perform meet_user(p_user, case when p_starting > 0 and was_erased('email:' || p_email) then 0 else p_starting end);
    if p_organization is not null then
        insert into owned_organizations (owner, id, name, website_host, context)
        values ('organization:' || p_organization, p_organization, p_organization_name, p_website_host, p_context);
        -- For nodes of the previous version. The trigger of organizations finds the row above.
        insert into organizations (id, owner_user_id, name, website_host, context)
        values (p_organization, p_user, p_organization_name, p_website_host, p_context);
    end if;
    insert into sign_ins (family, user_id, token, expires_at)
    values (p_family, p_user, p_token, now() + p_token_seconds * interval '1 second');
    return true;
end $$;

-- Replaces a refresh token by the next one. Returns the outcome:
--   rotated | expired | just_used (another request used it within p_grace_seconds) | used_before | unknown
-- A second use of a token ends its sign-in, since the token may have been stolen (RFC 9700, section 4.14.2).
create or replace function rotate_sign_in(
    p_family bytea, p_token bytea, p_next bytea, p_token_seconds bigint, p_grace_seconds bigint
) returns table (outcome text, user_id uuid) language plpgsql as $$
declare
    s sign_ins%rowtype;
begin
    select * into s from sign_ins where family = p_family for update;
    if not found then
        return query select 'unknown', null::uuid;
    elsif s.token = p_token and s.expires_at <= now() then
        return query select 'expired', s.user_id;
    elsif s.token = p_token then
        update sign_ins
        set token = p_next, previous = p_token, rotated_at = now(),
            expires_at = now() + p_token_seconds * interval '1 second'
        where family = p_family;
        update users u set seen_at = now() where u.id = s.user_id and u.seen_at < now() - interval '1 day';
        return query select 'rotated', s.user_id;
    elsif s.previous = p_token and s.rotated_at > now() - p_grace_seconds * interval '1 second' then
        return query select 'just_used', s.user_id;
    else
        delete from sign_ins where family = p_family;
        return query select 'used_before', s.user_id;
    end if;
end $$;
