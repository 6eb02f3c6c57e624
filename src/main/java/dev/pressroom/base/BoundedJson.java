package dev.pressroom.base;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Map;

/**
 * Parses JSON from outside (requests, models, pages). Depth and counts are checked while parsing, so that parsing stops at
 * the first excess, and code that recurses over the result needs no check of its own.
 */
public final class BoundedJson {
    /** Nested arrays and objects. */
    public static final int MAX_DEPTH = 64;

    /** Entries of one array or object. */
    public static final int MAX_ENTRIES = 1000;

    /** Values and member names of one document together. */
    private static final int MAX_TOKENS = 200_000;

    private static final int MAX_NUMBER_CHARS = 100;
    private static final int MAX_NAME_CHARS = 1000;
    private static final int MAX_TEXT_CHARS = 4 << 20;

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_CHARS)
                    .maxNameLength(MAX_NAME_CHARS)
                    .maxStringLength(MAX_TEXT_CHARS)
                    .build())
            .build();

    private static final ObjectReader READER = new ObjectMapper(FACTORY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .reader();

    /** For answers of models: strings may hold unescaped control characters, and any text may follow the object. */
    private static final ObjectReader LENIENT_READER =
            new ObjectMapper(FACTORY).readerFor(Map.class).with(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS);

    private BoundedJson() {}

    /**
     * The value that the text holds; a missing node when the text is blank.
     *
     * @throws TooLarge when it exceeds a bound
     * @throws JsonProcessingException when it is not JSON
     */
    public static JsonNode node(String json) throws JsonProcessingException {
        try (JsonParser parser = new CountingParser(FACTORY.createParser(json))) {
            JsonNode value = READER.readTree(parser);
            return value == null ? MissingNode.getInstance() : value;
        } catch (JsonProcessingException e) {
            throw e;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The object that the text holds.
     *
     * @throws TooLarge when it exceeds a bound
     * @throws JsonProcessingException when it is not a JSON object
     */
    public static JsonObject object(String json) throws JsonProcessingException {
        try (JsonParser parser = new CountingParser(FACTORY.createParser(json))) {
            Map<String, Object> members = READER.forType(Map.class).readValue(parser);
            if (members == null) {
                throw new NotAnObject();
            }
            return new JsonObject(members);
        } catch (JsonProcessingException e) {
            throw e;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The object that begins at an index of the text; text after it is ignored. Strings may hold control characters.
     *
     * @throws TooLarge when it exceeds a bound
     * @throws JsonProcessingException when there is no JSON object
     */
    public static JsonObject objectAt(String text, int from) throws JsonProcessingException {
        char[] characters = text.toCharArray();
        try (JsonParser parser =
                new CountingParser(LENIENT_READER.createParser(characters, from, characters.length - from))) {
            Map<String, Object> members = LENIENT_READER.readValue(parser);
            if (members == null) {
                throw new NotAnObject();
            }
            return new JsonObject(members);
        } catch (JsonProcessingException e) {
            throw e;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The text exceeds a bound. */
    public static final class TooLarge extends JsonProcessingException {
        private static final long serialVersionUID = 1;

        private final String path;

        private TooLarge(String path, String message) {
            super(message);
            this.path = path;
        }

        /** A JSON pointer (RFC 6901) to the value that is too large. */
        public String path() {
            return path;
        }

        /** The predicate of a sentence whose subject is the value: "must have at most 1000 entries". */
        public String fault() {
            return getOriginalMessage();
        }
    }

    private static final class NotAnObject extends JsonProcessingException {
        private static final long serialVersionUID = 1;

        NotAnObject() {
            super("not an object");
        }
    }

    /** Counts entries and tokens. Jackson checks lengths and depth; its exceptions become {@link TooLarge} here. */
    private static final class CountingParser extends JsonParserDelegate {
        private int tokens;

        CountingParser(JsonParser parser) {
            super(parser);
        }

        @Override
        public JsonToken nextToken() throws IOException {
            JsonToken token = next();
            if (++tokens > MAX_TOKENS) {
                throw new TooLarge("", "must have at most " + MAX_TOKENS + " values");
            }
            JsonStreamContext context = getParsingContext();
            boolean isStart = token == JsonToken.START_ARRAY || token == JsonToken.START_OBJECT;
            JsonStreamContext container = isStart ? context.getParent() : context;
            if (container.getEntryCount() > MAX_ENTRIES) {
                throw new TooLarge(
                        container.getParent().pathAsPointer().toString(),
                        "must have at most " + MAX_ENTRIES + " entries");
            }
            return token;
        }

        private JsonToken next() throws IOException {
            try {
                return super.nextToken();
            } catch (StreamConstraintsException e) {
                JsonStreamContext context = getParsingContext();
                throw context.getNestingDepth() >= MAX_DEPTH
                        ? new TooLarge(
                                context.getParent().pathAsPointer().toString(),
                                "must be nested at most " + MAX_DEPTH + " levels deep")
                        : new TooLarge(
                                context.pathAsPointer().toString(), "has a text, a number or a name that is too long");
            }
        }
    }
}
