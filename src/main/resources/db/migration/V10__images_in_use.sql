-- Finds out which images are in use that were made before V9. A migration of its own, so that nobody waits for the locks
-- of V9 while all posts are read; posts that change meanwhile are seen to by the triggers.
insert into image_uses (used_by, image_id)
select 'post:' || p.id, i from posts p, images_in(p.content) i where p.content like '%/api/v1/images/%'
on conflict do nothing;

insert into image_uses (used_by, image_id)
select o.owner || '/' || o.id, i from owned_organizations o, images_in(o.context::text) i
where o.context::text like '%/api/v1/images/%' and not starts_with(o.owner, 'session:')
on conflict do nothing;

update images i set unused_since = now()
where unused_since is null and not exists (select from image_uses u where u.image_id = i.id);
