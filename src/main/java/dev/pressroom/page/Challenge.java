package dev.pressroom.page;

import dev.pressroom.base.Chars;
import dev.pressroom.base.TextPattern;
import io.vertx.core.http.HttpClientResponse;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Recognizes the bot checks that firewalls send instead of a page ("Just a moment…", captchas). */
public final class Challenge {
    private static final Set<Integer> STATUSES = Set.of(403, 405, 429, 503);

    /** Response headers by which Cloudflare, AWS WAF and Vercel mark a challenge. */
    private static final List<String> HEADERS = List.of("cf-mitigated", "x-amzn-waf-action", "x-vercel-mitigated");

    private static final Set<String> ACTIONS = Set.of("challenge", "captcha");

    /** Characters of the HTML that are searched. */
    private static final int SEARCHED_CHARACTERS = 64 << 10;

    /** A page with more characters of visible text is no challenge. */
    private static final int MAX_TEXT_CHARACTERS = 700;

    private static final int MAX_TITLE_CHARACTERS = 120;
    private static final TextPattern TITLE = TextPattern.of(
            MAX_TITLE_CHARACTERS,
            "^(just a moment|nur einen moment|un instant|un momento|um momento|een moment|één moment|bir dakika|подождите"
                    + "|请稍候|しばらくお待ちください|잠시만|one moment, please|checking your browser|please wait while we verify"
                    + "|ddos-guard|verify(ing)? (that )?you are (a )?human|are you (a )?(human|robot)|robot check"
                    + "|robot challenge|human verification|bot verification|security (check|checkpoint|verification)"
                    + "|vercel security checkpoint|client challenge|pardon our interruption|captcha)");

    /** Parts of scripts and URLs that occur only in challenges. */
    private static final List<String> MARKS = List.of(
            "_cf_chl_opt",
            "captcha-delivery.com",
            "px-captcha",
            "_incapsula_resource",
            "sucuri_cloudproxy_js",
            "token.awswaf.com",
            "awswafcookiedomainlist",
            "/.well-known/ddos-guard",
            "/.well-known/sgcaptcha");

    /** Captcha widgets, which also protect forms of ordinary pages. */
    private static final List<String> WIDGETS = List.of("g-recaptcha", "h-captcha", "cf-turnstile", "hcaptcha.com");

    private static final TextPattern QUESTION = TextPattern.of(
            MAX_TEXT_CHARACTERS,
            "(?i)not a robot|are (a )?human|you.re human|unusual traffic|captcha|security check|kein roboter|ein mensch"
                    + "|pas un robot|no (eres|soy) un robot");

    private Challenge() {}

    /** Whether the response headers mark a challenge. */
    public static boolean isAnnounced(HttpClientResponse response) {
        return HEADERS.stream()
                .map(response::getHeader)
                .anyMatch(action -> action != null && ACTIONS.contains(action.toLowerCase(Locale.ROOT)));
    }

    /** Whether firewalls send challenges with this status. */
    public static boolean isChallengeStatus(int status) {
        return STATUSES.contains(status);
    }

    /** Whether a page with an error status is a challenge. */
    public static boolean isErrorPage(String html) {
        String beginning = Chars.lowerStart(html, SEARCHED_CHARACTERS);
        int title = beginning.indexOf("<title");
        int begin = title < 0 ? -1 : beginning.indexOf('>', title);
        return begin >= 0 && isTitle(beginning.substring(begin + 1))
                || containsAny(MARKS, beginning)
                || containsAny(WIDGETS, beginning);
    }

    /**
     * Whether a page with a success status is a challenge: it must also have little visible text.
     *
     * @param text the visible text
     */
    public static boolean isPage(String html, String title, String text) {
        if (text.length() > MAX_TEXT_CHARACTERS) {
            return false;
        }
        String beginning = Chars.lowerStart(html, SEARCHED_CHARACTERS);
        return isTitle(title)
                || containsAny(MARKS, beginning)
                || containsAny(WIDGETS, beginning) && QUESTION.isIn(text);
    }

    private static boolean isTitle(String title) {
        return TITLE.isIn(Chars.lowerStart(title.strip(), MAX_TITLE_CHARACTERS));
    }

    private static boolean containsAny(List<String> marks, String text) {
        return marks.stream().anyMatch(text::contains);
    }
}
