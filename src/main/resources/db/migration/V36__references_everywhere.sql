-- Every version that may run beside this one reads references (V35), and counts the live jobs of a tenant by
-- jobs_live_by_tenant_and_status (V34).
drop index jobs_live_by_tenant;
insert into cluster_features (name) values ('references') on conflict do nothing;
