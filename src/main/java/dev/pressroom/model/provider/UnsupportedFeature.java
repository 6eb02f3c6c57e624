package dev.pressroom.model.provider;

/** A feature that a provider has rejected; it is left out of later requests. */
enum UnsupportedFeature {
    /** {@code response_format} with a JSON schema: a JSON object without a schema is requested instead. */
    NO_JSON_SCHEMA,
    /** {@code response_format} of any kind: JSON is requested by the prompt only. */
    NO_RESPONSE_FORMAT,
    /** {@code stream_options}: without them a stream has no token counts. */
    NO_STREAM_OPTIONS,
    /** {@code temperature}. */
    NO_TEMPERATURE,
    /** {@code max_tokens}: {@code max_completion_tokens} is sent instead. */
    MAX_COMPLETION_TOKENS,
    /** {@code max_completion_tokens}: {@code max_tokens} is sent instead. */
    MAX_TOKENS,
    /** Messages of the role system: their text is moved to the beginning of the first user message. */
    NO_SYSTEM_ROLE,
    /** Observed, not rejected: answers begin with reasoning that has no opening tag. */
    STARTS_WITH_THOUGHT
}
