package dev.pressroom.page;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import java.time.Duration;
import java.util.Optional;

/**
 * The reasons why a page could not be read, as messages for the owner of the site. No message contains an IP address or
 * text of the server: a client must not learn either through this service.
 */
public final class PageFailures {
    private PageFailures() {}

    public static Failure addressRefused() {
        return new Failure(
                ErrorCode.PAGE_ADDRESS_REFUSED,
                "This address does not lead to a public website, so it is not read. Give the address at which everybody"
                        + " can open the page.");
    }

    public static Failure hostNotFound(Throwable cause) {
        return new Failure(
                ErrorCode.PAGE_HOST_NOT_FOUND,
                "There is no website of this name. Check the address for typing mistakes.",
                cause);
    }

    public static Failure unreachable(Throwable cause) {
        return new Failure(
                ErrorCode.PAGE_UNREACHABLE,
                "The website does not answer. Check that it is online, then try again.",
                cause);
    }

    public static Failure connectionLost(Throwable cause) {
        return new Failure(
                ErrorCode.PAGE_UNREACHABLE,
                "The website broke the connection off before the page was complete. Try again.",
                cause);
    }

    public static Failure timeout(Throwable cause) {
        return new Failure(
                ErrorCode.PAGE_TIMEOUT, "The website took too long to send the page. Try again later.", cause);
    }

    public static Failure busy() {
        return new Failure(
                ErrorCode.PAGE_TIMEOUT, "Too many large pages are being read at this moment. Try again later.");
    }

    public static Failure tlsFailed(Throwable cause) {
        return new Failure(
                ErrorCode.PAGE_TLS_FAILED,
                "No secure connection to the website could be made. Check that its certificate is valid, was issued for"
                        + " this name and comes with all intermediate certificates.",
                cause);
    }

    public static Failure tooManyRedirects() {
        return new Failure(
                ErrorCode.PAGE_TOO_MANY_REDIRECTS,
                "The page redirects too many times. Give the address at which it ends up.");
    }

    public static Failure redirectLoop() {
        return new Failure(
                ErrorCode.PAGE_TOO_MANY_REDIRECTS,
                "The page redirects in a circle. It may expect cookies, which are not kept here; check its redirects.");
    }

    public static Failure redirectRefused() {
        return new Failure(
                ErrorCode.PAGE_REDIRECT_REFUSED,
                "The page redirects to something that is no public web page. Give the address at which visitors end up.");
    }

    public static Failure redirectWithoutTarget() {
        return new Failure(
                ErrorCode.PAGE_REDIRECT_REFUSED, "The page redirects without saying where to. Check its redirects.");
    }

    public static Failure notHtml(String content) {
        return new Failure(
                ErrorCode.PAGE_NOT_HTML,
                "At this address there is " + content + " and no web page. Give the address of an HTML page.");
    }

    public static Failure tooLarge(int maxBytes) {
        return new Failure(
                ErrorCode.PAGE_TOO_LARGE,
                "The page is larger than " + (maxBytes >> 20) + " MiB. Give the address of a smaller page.");
    }

    public static Failure unreadable(Throwable cause) {
        return new Failure(
                ErrorCode.PAGE_UNREADABLE,
                "The website's answer cannot be understood. Check that the page opens in a browser.",
                cause);
    }

    public static Failure empty() {
        return new Failure(
                ErrorCode.PAGE_EMPTY,
                "There is nothing to read on this page: no text, and no description. If scripts write it in the"
                        + " visitor's browser, give the address of a page whose text is in its HTML.");
    }

    public static Failure needsScripts() {
        return new Failure(
                ErrorCode.PAGE_NEEDS_SCRIPTS,
                "This page is empty until a browser has run its scripts, which we do not do. Give the address of a page"
                        + " whose text is in its HTML, or have the website rendered on its server.");
    }

    public static Failure challenge() {
        return new Failure(
                ErrorCode.PAGE_CHALLENGE,
                "The website answers with a check for robots (\"Just a moment…\", or a captcha) instead of the page. Allow"
                        + " \"Pressroom\" in its firewall, or give the address of another page.");
    }

    public static Failure cancelled() {
        return new Failure(ErrorCode.CANCELLED, "Cancelled");
    }

    /**
     * The failure for an HTTP status of 400 and above.
     *
     * @param retryAfter how long the site asks to wait
     */
    public static Failure ofStatus(int status, Optional<Duration> retryAfter) {
        return switch (status) {
            case 404, 410 ->
                new Failure(
                        ErrorCode.PAGE_NOT_FOUND,
                        "The website has no page at this address (status " + status + "). Check the address.");
            case 401, 407 ->
                new Failure(
                        ErrorCode.PAGE_FORBIDDEN,
                        "The page asks visitors to sign in (status " + status + "). Give the address of a public one.");
            case 408 -> timeout(null);
            case 429 ->
                new Failure(
                        ErrorCode.PAGE_RATE_LIMITED,
                        "The website asks us to come back later (status 429). Try again in a while.",
                        retryAfter,
                        null);
            default -> status >= 500 ? serverError(status, retryAfter) : forbidden(status);
        };
    }

    private static Failure serverError(int status, Optional<Duration> retryAfter) {
        return new Failure(
                ErrorCode.PAGE_SERVER_ERROR,
                "The website has a problem of its own (status " + status + "). Try again later.",
                retryAfter,
                null);
    }

    private static Failure forbidden(int status) {
        return new Failure(
                ErrorCode.PAGE_FORBIDDEN,
                "The website does not show us this page (status " + status + "). It may keep programs out; allow"
                        + " \"Pressroom\" there, or give the address of another page.");
    }
}
