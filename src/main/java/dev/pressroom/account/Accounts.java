package dev.pressroom.account;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.base.Secret;
import dev.pressroom.base.Sources;
import dev.pressroom.config.AuthSettings;
import dev.pressroom.config.Settings;
import dev.pressroom.store.Database;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Registration, login, refresh and logout for accounts of this service. Thread-safe. */
public final class Accounts {
    private static final Logger LOG = LoggerFactory.getLogger(Accounts.class);

    private final AccountStore store;
    private final SignInStore signIns;
    private final LoginAttempts attempts;
    private final Credits credits;
    private final Passwords passwords;
    private final Tokens tokens;
    private final AuthSettings.Accounts settings;
    private final Sources sources;

    /** @param tokens for which {@link Tokens#canMint} is true */
    public Accounts(Database database, Passwords passwords, Tokens tokens, Settings settings, Sources sources) {
        this.settings = settings.auth().accounts();
        this.store = new AccountStore(database, settings.credits());
        this.signIns = new SignInStore(database, this.settings.refreshTtl());
        this.attempts = new LoginAttempts(database, this.settings);
        this.credits = new Credits(database, settings.credits());
        this.passwords = passwords;
        this.tokens = tokens;
        this.sources = sources;
    }

    /**
     * Creates an account with starting credits and, if the registration names one, an organization; signs the user in.
     *
     * @param client the network address that the attempt counts for
     * @return fails with {@code EMAIL_TAKEN}, {@code RATE_LIMITED}, {@code OVERLOADED} or {@code DATABASE_UNAVAILABLE}
     */
    public Future<SignInResult> register(Registration registration, ClientAddress client) {
        return attempts.registration(client)
                .compose(counted -> requireFree(registration.email()))
                .compose(free -> passwords.hash(registration.password()))
                .compose(hash -> create(registration, hash));
    }

    /**
     * Checks before the costly hash whether the address is taken. The insert checks again, because of concurrent
     * registrations.
     */
    private Future<Void> requireFree(String email) {
        return store.find(email)
                .compose(found -> found.isPresent() ? Future.failedFuture(emailTaken()) : Future.succeededFuture());
    }

    private Future<SignInResult> create(Registration registration, String hash) {
        UUID userId = sources.ids().get();
        Optional<UUID> organization =
                registration.namesOrganization() ? Optional.of(sources.ids().get()) : Optional.empty();
        RefreshToken token = RefreshToken.first();
        return store.register(userId, registration, hash, organization, token, signIns.ttlSeconds())
                .compose(created -> created ? account(userId) : Future.failedFuture(emailTaken()))
                .map(account -> signInResult(account, token));
    }

    /**
     * Signs a user in. An unknown address and a wrong password give the same response after the same time.
     *
     * @param email normalized, see {@link Emails}
     * @param client the network address that the attempt counts for
     * @return fails with {@code INVALID_CREDENTIALS}, {@code RATE_LIMITED}, {@code OVERLOADED} or
     *     {@code DATABASE_UNAVAILABLE}
     */
    public Future<SignInResult> login(String email, Secret password, ClientAddress client) {
        return attempts.login(email, client)
                .compose(attempt -> store.find(email)
                        .compose(found -> verify(found, password))
                        .onFailure(cause -> uncountUnlessWrong(attempt, cause))
                        .compose(stored -> attempt.succeeded().map(stored)))
                .compose(stored -> begin(stored));
    }

    /** A password that was changed after it had been verified begins no sign-in. */
    private Future<SignInResult> begin(AccountStore.Stored stored) {
        return signIns.begin(stored.account().userId(), stored.passwordHash())
                .compose(token -> token.map(first -> Future.succeededFuture(signInResult(stored.account(), first)))
                        .orElseGet(() -> Future.failedFuture(wrongCredentials())));
    }

    /** Returns the account with its present hash. */
    private Future<AccountStore.Stored> verify(Optional<AccountStore.Stored> found, Secret password) {
        return passwords
                .matches(password, found.map(AccountStore.Stored::passwordHash))
                .compose(matches -> matches && found.isPresent()
                        ? rehashIfOutdated(found.get(), password)
                        : Future.failedFuture(wrongCredentials()));
    }

    private static Failure wrongCredentials() {
        return new Failure(ErrorCode.INVALID_CREDENTIALS, "The e-mail address or the password is wrong.");
    }

    /**
     * The outcome of a change of password.
     *
     * @param fault empty when the password was changed
     */
    public record PasswordChange(Optional<Fault> fault) {
        /** @param member of the request, with what is wrong with it */
        public record Fault(String member, String message) {}

        private static PasswordChange refused(String member, String message) {
            return new PasswordChange(Optional.of(new Fault(member, message)));
        }
    }

    /**
     * Changes the password of an account of this service and ends all its sign-ins but that of the token. Access tokens stay
     * valid until they expire. A wrong current password counts as a wrong password at sign-in.
     *
     * @return fails with {@code NOT_FOUND} for a user without an account here, {@code RATE_LIMITED}, {@code OVERLOADED} or
     *     {@code DATABASE_UNAVAILABLE}
     */
    public Future<PasswordChange> changePassword(TokenUser user, Secret current, Secret next, ClientAddress client) {
        return store.findStored(user.userId())
                .compose(found -> found.map(Future::succeededFuture)
                        .orElseGet(() -> Future.failedFuture(new Failure(
                                ErrorCode.NOT_FOUND, "This user has no password here: the account is elsewhere."))))
                .compose(stored -> PasswordRules.violation(
                                next.value(), stored.account().email())
                        .map(fault -> Future.succeededFuture(PasswordChange.refused("newPassword", fault)))
                        .orElseGet(() -> changePassword(stored, user, current, next, client)));
    }

    private Future<PasswordChange> changePassword(
            AccountStore.Stored stored, TokenUser user, Secret current, Secret next, ClientAddress client) {
        PasswordChange wrong = PasswordChange.refused("currentPassword", "is not your password");
        return attempts.login(stored.account().email(), client)
                .compose(attempt -> passwords
                        .matches(current, Optional.of(stored.passwordHash()))
                        .onFailure(cause -> attempt.notChecked())
                        .compose(matches -> !matches
                                ? Future.succeededFuture(wrong)
                                : attempt.succeeded()
                                        .compose(counted -> passwords.hash(next))
                                        .compose(hash -> store.changePassword(
                                                user.userId(),
                                                stored.passwordHash(),
                                                hash,
                                                user.signIn().flatMap(RefreshToken::familyHash)))
                                        .map(changed -> changed ? new PasswordChange(Optional.empty()) : wrong)));
    }

    /**
     * Checks the password of a user before something that cannot be undone. Completes at once for a user without an account
     * here. A wrong password counts as at sign-in.
     *
     * @return what is wrong with the password; empty when it is right. Fails with {@code RATE_LIMITED}, {@code OVERLOADED} or
     *     {@code DATABASE_UNAVAILABLE}
     */
    public Future<Optional<String>> passwordFault(UUID userId, Optional<Secret> password, ClientAddress client) {
        return store.findStored(userId).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(Optional.empty());
            }
            if (password.isEmpty()) {
                return Future.succeededFuture(Optional.of("is required: the account has one"));
            }
            return attempts.login(found.get().account().email(), client)
                    .compose(attempt -> passwords
                            .matches(password.get(), Optional.of(found.get().passwordHash()))
                            .onFailure(cause -> attempt.notChecked())
                            .compose(matches -> matches
                                    ? attempt.succeeded().map(counted -> Optional.<String>empty())
                                    : Future.succeededFuture(Optional.of("is not your password"))));
        });
    }

    private static void uncountUnlessWrong(LoginAttempts.Attempt attempt, Throwable cause) {
        if (!(cause instanceof Failure failure) || failure.code() != ErrorCode.INVALID_CREDENTIALS) {
            attempt.notChecked();
        }
    }

    /** Rehashes with the current parameters, which needs the password; a failure does not fail the login. */
    private Future<AccountStore.Stored> rehashIfOutdated(AccountStore.Stored stored, Secret password) {
        if (!passwords.isOutdated(stored.passwordHash())) {
            return Future.succeededFuture(stored);
        }
        UUID userId = stored.account().userId();
        return passwords
                .hash(password)
                .compose(hash -> store.replaceHash(userId, stored.passwordHash(), hash)
                        .map(replaced -> replaced ? new AccountStore.Stored(stored.account(), hash) : stored))
                .recover(cause -> {
                    LOG.atWarn()
                            .addKeyValue("user", userId)
                            .addKeyValue("cause", cause.getMessage())
                            .log("password hash could not be updated to the current parameters");
                    return Future.succeededFuture(stored);
                });
    }

    /**
     * Exchanges a refresh token for new tokens. It is valid once: a second use ends its sign-in, unless it follows within
     * {@link SignInStore#GRACE}. Of concurrent requests one succeeds.
     *
     * @return fails with {@code UNAUTHENTICATED} or {@code TOKEN_EXPIRED}
     */
    public Future<SignInResult> refresh(Secret refreshToken) {
        return RefreshToken.of(refreshToken.value())
                .map(signIns::rotate)
                .orElseGet(() -> Future.failedFuture(SignInStore.unknown()))
                .compose(rotated -> account(rotated.userId()).map(account -> signInResult(account, rotated.token())));
    }

    /** Ends the sign-in of a refresh token. Succeeds also for an invalid or expired token. */
    public Future<Void> logout(Secret refreshToken) {
        return RefreshToken.of(refreshToken.value()).map(signIns::end).orElseGet(Future::succeededFuture);
    }

    /** Ends the sign-in of an access token; does nothing for a token from another issuer. */
    public Future<Void> logout(TokenUser user) {
        return user.signIn().map(signIn -> signIns.end(user.userId(), signIn)).orElseGet(Future::succeededFuture);
    }

    /** The profile of a token's user. An unknown user is stored, with the starting credits. */
    public Future<Profile> profile(TokenUser user) {
        return store.find(user.userId())
                .compose(found -> found.map(account -> Future.succeededFuture(account.profile(user)))
                        .orElseGet(() -> credits.ensureUser(user.userId())
                                .map(balance -> new Profile(
                                        user, Optional.empty(), Optional.empty(), Optional.empty(), balance.plan()))));
    }

    private Future<Account> account(UUID userId) {
        return store.find(userId)
                .compose(found ->
                        found.map(Future::succeededFuture).orElseGet(() -> Future.failedFuture(SignInStore.unknown())));
    }

    private SignInResult signInResult(Account account, RefreshToken token) {
        return new SignInResult(
                account,
                new Secret(tokens.mint(account.tokenUser().inSignIn(token.signInId()), settings.accessTtl())),
                new Secret(token.text()),
                settings.accessTtl());
    }

    private static Failure emailTaken() {
        return new Failure(
                ErrorCode.EMAIL_TAKEN, "There is an account with this e-mail address already. Sign in instead.");
    }

    /** @param expiresIn lifetime of the access token */
    public record SignInResult(Account account, Secret accessToken, Secret refreshToken, Duration expiresIn) {}

    /** A user's data from an account of this service, or else from the token. */
    public record Profile(
            TokenUser user,
            Optional<String> firstName,
            Optional<String> lastName,
            Optional<String> organizationName,
            String plan) {}
}
