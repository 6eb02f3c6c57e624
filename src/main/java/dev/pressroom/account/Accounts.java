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
                        .compose(account -> attempt.succeeded().map(account)))
                .compose(account -> signIns.begin(account.userId()).map(token -> signInResult(account, token)));
    }

    private Future<Account> verify(Optional<AccountStore.Stored> found, Secret password) {
        return passwords
                .matches(password, found.map(AccountStore.Stored::passwordHash))
                .compose(matches -> matches && found.isPresent()
                        ? rehashIfOutdated(found.get(), password)
                                .map(found.get().account())
                        : Future.failedFuture(new Failure(
                                ErrorCode.INVALID_CREDENTIALS, "The e-mail address or the password is wrong.")));
    }

    private static void uncountUnlessWrong(LoginAttempts.Attempt attempt, Throwable cause) {
        if (!(cause instanceof Failure failure) || failure.code() != ErrorCode.INVALID_CREDENTIALS) {
            attempt.notChecked();
        }
    }

    /** Rehashes with the current parameters, which needs the password; a failure does not fail the login. */
    private Future<Void> rehashIfOutdated(AccountStore.Stored stored, Secret password) {
        if (!passwords.isOutdated(stored.passwordHash())) {
            return Future.succeededFuture();
        }
        UUID userId = stored.account().userId();
        return passwords
                .hash(password)
                .compose(hash -> store.replaceHash(userId, stored.passwordHash(), hash))
                .recover(cause -> {
                    LOG.atWarn()
                            .addKeyValue("user", userId)
                            .addKeyValue("cause", cause.getMessage())
                            .log("password hash could not be updated to the current parameters");
                    return Future.succeededFuture();
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
