package dev.pressroom.http.schema;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pressroom.account.Emails;
import dev.pressroom.http.document.PostJson;
import dev.pressroom.http.request.Authenticator;
import dev.pressroom.http.request.Preferences;
import dev.pressroom.http.request.ValidationErrors;
import dev.pressroom.support.HostileTexts;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Bodies with a megabyte in one member: their lengths are checked before their patterns. */
class HostileBodyTest {
    private static final List<String> TEXTS =
            HostileTexts.from("http://", " http://a", "a@", "a.", " a@b.", "A:", "x@x.x", "?", "-", "0-");

    @Test
    void aRegistrationIsCheckedInLinearTime() {
        RequestCheck check = ApiOperations.get().get("register").check();
        for (String member : List.of("websiteUrl", "email", "password", "organizationName")) {
            checked(
                    member,
                    text -> check.bodyViolations(registration().put(member, text), ValidationErrors.MAX_VIOLATIONS));
        }
    }

    @Test
    void aRequestForAnArticleIsCheckedInLinearTime() {
        RequestCheck check = ApiOperations.get().get("createContentGeneration").check();
        checked("title", text -> check.bodyViolations(article(text, "x"), ValidationErrors.MAX_VIOLATIONS));
        checked("href", text -> check.bodyViolations(article("x", text), ValidationErrors.MAX_VIOLATIONS));
    }

    @Test
    void addressesAreNormalizedInLinearTime() {
        HostileTexts.assertReadFast("Emails", TEXTS, Emails::normalized);
    }

    @Test
    void idsAndPreferencesAreReadInLinearTime() {
        HostileTexts.assertReadFast("Callers", TEXTS, Authenticator::isSession);
        HostileTexts.assertReadFast("PostJson", TEXTS, PostJson::place);
        HostileTexts.assertReadFast(
                "Preferences", HostileTexts.from(",", "\"a\",", "wait"), text -> Preferences.matches(text, "\"1\""));
    }

    private static void checked(String member, Consumer<String> check) {
        HostileTexts.assertReadFast(member, TEXTS, check);
    }

    private static ObjectNode registration() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("email", "ada@example.com")
                .put("password", "correct horse battery");
    }

    private static ObjectNode article(String title, String href) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("topic").put("title", title);
        body.putObject("businessInfo").put("businessType", "x").put("targetAudience", "x");
        body.putArray("ctas").addObject().put("text", "x").put("href", href);
        return body;
    }
}
