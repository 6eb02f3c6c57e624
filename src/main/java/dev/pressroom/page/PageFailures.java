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
                "The host of this address is not public, so the page is not read. Give the public address of the"
                        + " page.");
    }

    public static Failure hostNotFound(Throwable cause) {
        return new Failure(
                ErrorCode.PAGE_HOST_NOT_FOUND,
                "The host name of this address was not found. Check the address for typing mistakes.",
                cause);
    }

    public static Failure unreachable(Throwable cause) {
        return new Failure(
                ErrorCode.PAGE_UNREACHABLE,
                "The website does not respond. Check that it is online, then try again.",
                cause);
    }

    public static Failure connectionLost(Throwable cause) {
        return new Failure(
                ErrorCode.PAGE_UNREACHABLE,
                "The website closed the connection before the page was complete. Try again.",
                cause);
    }

    public static Failure timeout(Throwable cause) {
        return new Failure(
                ErrorCode.PAGE_TIMEOUT, "The website took too long to send the page. Try again later.", cause);
    }

    public static Failure busy() {
        return new Failure(
                ErrorCode.PAGE_TIMEOUT, "Too many large pages are being read at the moment. Try again later.");
    }

    public static Failure tlsFailed(Throwable cause) {
        return new Failure(
                ErrorCode.PAGE_TLS_FAILED,
                "No secure connection to the website could be made. Check that its certificate is valid, was issued for"
                        + " this name and comes with all intermediate certificates. If the site has no HTTPS, give its address with"
                        + " http://.",
                cause);
    }

    public static Failure tooManyRedirects() {
        return new Failure(
                ErrorCode.PAGE_TOO_MANY_REDIRECTS,
                "The page redirects too many times. Give the final address of the page.");
    }

    public static Failure redirectLoop() {
        return new Failure(
                ErrorCode.PAGE_TOO_MANY_REDIRECTS,
                "The page redirects in a loop. It may require cookies, which this service does not store; check"
                        + " its redirects.");
    }

    public static Failure redirectRefused() {
        return new Failure(
                ErrorCode.PAGE_REDIRECT_REFUSED,
                "The page redirects to an address that is not a public web page. Give the final address of the page.");
    }

    public static Failure redirectWithoutTarget() {
        return new Failure(
                ErrorCode.PAGE_REDIRECT_REFUSED, "The page redirects without a target address. Check its redirects.");
    }

    public static Failure notHtml(String content) {
        return new Failure(
                ErrorCode.PAGE_NOT_HTML,
                "At this address there is " + content + " instead of a web page. Give the address of an HTML page.");
    }

    public static Failure tooLarge(int maxBytes) {
        return new Failure(
                ErrorCode.PAGE_TOO_LARGE,
                "The page is larger than " + (maxBytes >> 20) + " MiB. Give the address of a smaller page.");
    }

    public static Failure unreadable(Throwable cause) {
        return new Failure(
                ErrorCode.PAGE_UNREADABLE,
                "The response of the website is not valid. Check that the page opens in a browser.",
                cause);
    }

    public static Failure empty() {
        return new Failure(
                ErrorCode.PAGE_EMPTY,
                "The page has no text and no description. If scripts write them in the visitor's browser, give the"
                        + " address of a page whose text is in its HTML.");
    }

    public static Failure needsScripts() {
        return new Failure(
                ErrorCode.PAGE_NEEDS_SCRIPTS,
                "This page is empty until a browser has run its scripts, which this service does not do. Give the"
                        + " address of a page whose text is in its HTML, or have the website rendered on its server.");
    }

    public static Failure challenge() {
        return new Failure(
                ErrorCode.PAGE_CHALLENGE,
                "The website responds with a bot check (\"Just a moment…\", or a captcha) instead of the page. Allow"
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
                        "The page asks visitors to sign in (status " + status
                                + "). Give the address of a public page.");
            case 408 -> timeout(null);
            case 429 ->
                new Failure(
                        ErrorCode.PAGE_RATE_LIMITED,
                        "The website limits the number of requests (status 429). Try again later.",
                        retryAfter,
                        null);
            default -> status >= 500 ? serverError(status, retryAfter) : forbidden(status);
        };
    }

    private static Failure serverError(int status, Optional<Duration> retryAfter) {
        return new Failure(
                ErrorCode.PAGE_SERVER_ERROR,
                "The website responds with a server error (status " + status + "). Try again later.",
                retryAfter,
                null);
    }

    private static Failure forbidden(int status) {
        return new Failure(
                ErrorCode.PAGE_FORBIDDEN,
                "The website refuses access to this page (status " + status + "). It may block automated clients; allow"
                        + " \"Pressroom\" there, or give the address of another page.");
    }
}
