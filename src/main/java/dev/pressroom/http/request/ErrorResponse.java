package dev.pressroom.http.request;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.job.BudgetExceeded;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns failures into HTTP responses: status, headers and the error envelope. No other class does that. */
public final class ErrorResponse {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorResponse.class);
    /** The Retry-After of a 429 or 503 whose failure has no time. */
    private static final Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(2);

    private static final long ALMOST_A_SECOND_NANOS = 999_999_999;

    /** Prefix of the message of each 401: existing clients recognize an invalid token by it. */
    private static final String UNAUTHORIZED_PREFIX = "Unauthorized: ";

    private ErrorResponse() {}

    /** Responds to a failed request by its failure, or by its status when no exception was raised. */
    public static void send(RoutingContext context) {
        send(context, context.statusCode());
    }

    /**
     * As {@link #send(RoutingContext)}, for the error handlers of a router: it does not set the status of its own errors in
     * the context.
     */
    public static void send(RoutingContext context, int status) {
        Throwable cause = context.failure();
        send(context, cause == null ? ofStatus(status) : toFailure(cause, status), cause);
    }

    private static Failure toFailure(Throwable cause, int status) {
        if (cause instanceof Failure failure) {
            return failure;
        }
        if (cause instanceof HttpException http) {
            return http.getCause() == null
                    ? ofStatus(http.getStatusCode())
                    : toFailure(http.getCause(), http.getStatusCode());
        }
        return ofStatus(status);
    }

    static Failure ofStatus(int status) {
        return switch (status) {
            case 400 -> new Failure(ErrorCode.VALIDATION_FAILED, "The request cannot be understood.");
            case 401 -> new Failure(ErrorCode.UNAUTHENTICATED, "Send a token: Authorization: Bearer <JWT>.");
            case 403 -> new Failure(ErrorCode.FORBIDDEN, "This request is not allowed.");
            case 404 -> new Failure(ErrorCode.NOT_FOUND, "There is no such route. The API reference is at /docs.");
            case 405 -> new Failure(ErrorCode.METHOD_NOT_ALLOWED, "This method is not allowed for this path.");
            case 406 ->
                new Failure(ErrorCode.NOT_ACCEPTABLE, "Only application/json and text/event-stream are served.");
            case 408 -> new Failure(ErrorCode.REQUEST_TIMEOUT, "The request took too long to arrive.");
            case 413 -> new Failure(ErrorCode.BODY_TOO_LARGE, "The request's body is too large.");
            case 414 -> new Failure(ErrorCode.URI_TOO_LONG, "The request URL is too long.");
            case 416 -> new Failure(ErrorCode.RANGE_NOT_SATISFIABLE, "The requested range does not exist.");
            case 417 ->
                new Failure(
                        ErrorCode.EXPECTATION_FAILED,
                        "The only supported value of the header Expect" + " is 100-continue.");
            case 431 -> new Failure(ErrorCode.HEADERS_TOO_LARGE, "The request's headers are too large.");
            case 415 -> new Failure(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Send the body as application/json.");
            case 501 -> new Failure(ErrorCode.NOT_IMPLEMENTED, "The service does not know this method.");
            case 503 -> new Failure(ErrorCode.OVERLOADED, "The service cannot respond now. Try again shortly.");
            default -> new Failure(ErrorCode.INTERNAL, "Something went wrong on our side. Try again later.");
        };
    }

    private static void send(RoutingContext context, Failure failure, Throwable cause) {
        int status = status(failure.code());
        RefusedRequests.count(context, failure.code());
        if (failure.code() == ErrorCode.INTERNAL) {
            LOG.atError()
                    .addKeyValue("request", RequestId.of(context))
                    .addKeyValue("client", Client.of(context).address().network())
                    .addKeyValue(
                            "route",
                            context.request().method() + " " + context.request().path())
                    .setCause(cause)
                    .log("request failed");
        }
        HttpServerResponse response = context.response();
        if (response.headWritten()) {
            response.reset();
            return;
        }
        if (status == 429 || status == 503) {
            Duration wait = failure.retryAfter().orElse(DEFAULT_RETRY_AFTER);
            response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds(wait)));
        }
        if (status == 401) {
            response.putHeader("WWW-Authenticate", "Bearer");
        }
        ErrorFormat format = ErrorFormat.of(context.request());
        ImageUrls urls = ImageUrls.of(context);
        String baseUrl = urls == null ? "" : urls.baseUrl();
        JsonResponses.json(
                context,
                status,
                format.contentType(),
                body(context.request(), baseUrl, RequestId.of(context), failure, format)
                        .toBuffer());
    }

    /**
     * The body of an error response in the format that the client accepts.
     *
     * @param baseUrl of the service; may be empty
     */
    static JsonObject body(
            HttpServerRequest request, String baseUrl, String requestId, Failure failure, ErrorFormat format) {
        return format.body(envelope(requestId, failure), status(failure.code()), baseUrl, request.path());
    }

    /** A time to wait as the seconds of Retry-After: rounded up, at least 1. */
    public static long seconds(Duration wait) {
        return Math.max(1, wait.plusNanos(ALMOST_A_SECOND_NANOS).toSeconds());
    }

    /** The error envelope, for responses that have errors inside their body. */
    public static JsonObject envelope(RoutingContext context, Failure failure) {
        return envelope(RequestId.of(context), failure);
    }

    /** The body of every error response, as defined in the API contract. */
    private static JsonObject envelope(String requestId, Failure failure) {
        JsonObject body = new JsonObject()
                .put("success", false)
                .put("error", title(failure.code()))
                .put("message", message(failure))
                .put("errorCode", failure.code().name())
                .put("requestId", requestId);
        if (failure instanceof DetailedFailure detailed) {
            detailed.members().forEach(member -> body.put(member.getKey(), member.getValue()));
        }
        if (failure instanceof BudgetExceeded exceeded) {
            body.put("data", MonthJson.of(exceeded.state()));
        }
        return body;
    }

    private static String message(Failure failure) {
        return status(failure.code()) == 401 ? UNAUTHORIZED_PREFIX + failure.getMessage() : failure.getMessage();
    }

    static int status(ErrorCode code) {
        return switch (code) {
            case VALIDATION_FAILED, MALFORMED_JSON, PAGE_URL_INVALID, PAGE_ADDRESS_REFUSED, WEBHOOK_SECRET_MISSING ->
                400;
            case UNAUTHENTICATED, TOKEN_EXPIRED, INVALID_CREDENTIALS -> 401;
            case INSUFFICIENT_CREDITS, BUDGET_EXCEEDED -> 402;
            case FORBIDDEN -> 403;
            case NOT_FOUND -> 404;
            case METHOD_NOT_ALLOWED -> 405;
            case NOT_ACCEPTABLE -> 406;
            case REQUEST_TIMEOUT -> 408;
            case JOB_NOT_RETRYABLE,
                    JOB_NOT_CANCELLABLE,
                    JOB_NOT_DELETABLE,
                    JOB_NOT_QUEUED,
                    IDEMPOTENCY_CONFLICT,
                    POST_CHANGED,
                    TOO_MANY_POSTS,
                    EMAIL_TAKEN -> 409;
            case PRECONDITION_FAILED -> 412;
            case BODY_TOO_LARGE -> 413;
            case URI_TOO_LONG -> 414;
            case UNSUPPORTED_MEDIA_TYPE -> 415;
            case RANGE_NOT_SATISFIABLE -> 416;
            case EXPECTATION_FAILED -> 417;
            case HEADERS_TOO_LARGE -> 431;
            case RATE_LIMITED, TOO_MANY_JOBS -> 429;
            case QUEUE_UNAVAILABLE, DATABASE_UNAVAILABLE, OVERLOADED, SHUTTING_DOWN -> 503;
            case CANCELLED -> 409;
            case WORKER_LOST, INTERNAL -> 500;
            case NOT_IMPLEMENTED -> 501;
            case MODEL_UNAVAILABLE, MODEL_ANSWER_INVALID, MODEL_REFUSED -> 502;
            case MODEL_RATE_LIMITED -> 503;
            case MODEL_TIMEOUT, DEADLINE_EXCEEDED, EXPIRED, STILL_RUNNING -> 504;
            case PAGE_HOST_NOT_FOUND,
                    PAGE_UNREACHABLE,
                    PAGE_TIMEOUT,
                    PAGE_TLS_FAILED,
                    PAGE_TOO_MANY_REDIRECTS,
                    PAGE_REDIRECT_REFUSED,
                    PAGE_NOT_FOUND,
                    PAGE_FORBIDDEN,
                    PAGE_RATE_LIMITED,
                    PAGE_SERVER_ERROR,
                    PAGE_NOT_HTML,
                    PAGE_TOO_LARGE,
                    PAGE_UNREADABLE,
                    PAGE_EMPTY,
                    PAGE_NEEDS_SCRIPTS,
                    PAGE_CHALLENGE -> 502;
        };
    }

    /** The member {@code error} of the envelope. */
    static String title(ErrorCode code) {
        return switch (code) {
            case VALIDATION_FAILED -> "Invalid request";
            case MALFORMED_JSON -> "Malformed JSON";
            case UNAUTHENTICATED -> "Not signed in";
            case TOKEN_EXPIRED -> "Token expired";
            case INVALID_CREDENTIALS -> "Cannot sign in";
            case INSUFFICIENT_CREDITS -> "Insufficient credits";
            case BUDGET_EXCEEDED -> "Budget used up";
            case FORBIDDEN -> "Not allowed";
            case NOT_FOUND -> "Not found";
            case METHOD_NOT_ALLOWED -> "Method not allowed";
            case NOT_ACCEPTABLE -> "Not acceptable";
            case REQUEST_TIMEOUT -> "Request timeout";
            case JOB_NOT_RETRYABLE -> "Job cannot be retried";
            case JOB_NOT_CANCELLABLE -> "Job cannot be cancelled";
            case JOB_NOT_DELETABLE -> "Job cannot be deleted";
            case JOB_NOT_QUEUED -> "Job is not queued";
            case IDEMPOTENCY_CONFLICT -> "Idempotency key reused";
            case POST_CHANGED -> "Post changed meanwhile";
            case PRECONDITION_FAILED -> "Changed meanwhile";
            case EMAIL_TAKEN -> "E-mail address taken";
            case BODY_TOO_LARGE -> "Body too large";
            case URI_TOO_LONG -> "URL too long";
            case UNSUPPORTED_MEDIA_TYPE -> "Unsupported media type";
            case RANGE_NOT_SATISFIABLE -> "Range not satisfiable";
            case EXPECTATION_FAILED -> "Expectation failed";
            case HEADERS_TOO_LARGE -> "Headers too large";
            case NOT_IMPLEMENTED -> "Not implemented";
            case RATE_LIMITED -> "Too many requests";
            case TOO_MANY_JOBS -> "Too many jobs";
            case TOO_MANY_POSTS -> "Too many posts";
            case WEBHOOK_SECRET_MISSING -> "No webhook secret";
            case QUEUE_UNAVAILABLE -> "Queue unavailable";
            case DATABASE_UNAVAILABLE -> "Database unavailable";
            case OVERLOADED -> "Overloaded";
            case SHUTTING_DOWN -> "Shutting down";
            case PAGE_URL_INVALID, PAGE_ADDRESS_REFUSED -> "Page address not accepted";
            case PAGE_HOST_NOT_FOUND,
                    PAGE_UNREACHABLE,
                    PAGE_TIMEOUT,
                    PAGE_TLS_FAILED,
                    PAGE_TOO_MANY_REDIRECTS,
                    PAGE_REDIRECT_REFUSED,
                    PAGE_NOT_FOUND,
                    PAGE_FORBIDDEN,
                    PAGE_RATE_LIMITED,
                    PAGE_SERVER_ERROR,
                    PAGE_NOT_HTML,
                    PAGE_TOO_LARGE,
                    PAGE_UNREADABLE,
                    PAGE_EMPTY,
                    PAGE_NEEDS_SCRIPTS,
                    PAGE_CHALLENGE -> "Page cannot be read";
            case CANCELLED -> "Cancelled";
            case MODEL_UNAVAILABLE, MODEL_TIMEOUT, MODEL_RATE_LIMITED -> "Model unavailable";
            case MODEL_ANSWER_INVALID, MODEL_REFUSED -> "Model did not answer";
            case DEADLINE_EXCEEDED -> "Took too long";
            case EXPIRED -> "Not started in time";
            case STILL_RUNNING -> "Still running";
            case WORKER_LOST, INTERNAL -> "Internal error";
        };
    }

    /** A failure that adds members to the envelope, such as {@code details}. */
    public static final class DetailedFailure extends Failure {
        private final transient JsonObject members;

        public DetailedFailure(ErrorCode code, String message, JsonObject members) {
            super(code, message, Optional.empty(), null);
            this.members = members;
        }

        JsonObject members() {
            return members;
        }

        /**
         * A {@code VALIDATION_FAILED} with one violation.
         *
         * @param path a JSON pointer (RFC 6901), or the name of a parameter or header
         * @param message a predicate whose subject is the path: "is required"
         */
        public static DetailedFailure invalid(String path, String message) {
            return of(path, message, path + " " + message + ".");
        }

        /** A failure with the id of its job in the member {@code jobId}. */
        public static DetailedFailure ofJob(ErrorCode code, String message, UUID job) {
            return new DetailedFailure(code, message, new JsonObject().put("jobId", job.toString()));
        }

        /** As {@link #invalid}, with a complete sentence as the message. */
        public static DetailedFailure invalidWithSentence(String path, String sentence) {
            return of(path, sentence, sentence);
        }

        private static DetailedFailure of(String path, String message, String sentence) {
            return new DetailedFailure(
                    ErrorCode.VALIDATION_FAILED,
                    sentence,
                    new JsonObject()
                            .put(
                                    "details",
                                    new JsonArray()
                                            .add(new JsonObject()
                                                    .put("path", path)
                                                    .put("message", message))));
        }
    }
}
