#!/bin/sh
# Creates an article, follows its events, prints the result. PRESSROOM_URL and TOKEN in the environment; needs jq.
set -e
AUTH="Authorization: Bearer $TOKEN"

JOB=$(curl -sf "$PRESSROOM_URL/api/v1/jobs/content-generation" -H "$AUTH" -H 'Content-Type: application/json' \
  -H "Idempotency-Key: article-$$" \
  -d '{"topic": {"title": "Watering succulents"}, "businessInfo": {"businessType": "Garden centre"},
       "organizationId": "7d0f2a36-95a1-4a58-a0c7-2f3b1a6d9c11"}' | jq -r .jobId)

curl -sfN "$PRESSROOM_URL/api/v1/jobs/$JOB/stream" -H "$AUTH"

curl -sf "$PRESSROOM_URL/api/v1/jobs/$JOB/status" -H "$AUTH" | jq -r .result.data.title
