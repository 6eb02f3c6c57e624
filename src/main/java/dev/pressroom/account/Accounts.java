package dev.pressroom.account;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.base.Secret;
import dev.pressroom.base.Sources;
import dev.pressroom.config.AuthSettings;
import dev.pressroom.config.Settings;
import dev.pressroom.store.Database;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The accounts that this service owns: registering, signing in, staying so. Safe to use from any thread. */
public final class Accounts {
    private static final Logger LOG = LoggerFactory.getLogger(Accounts.class);

    private final AccountStore store;
    private final SignInStore signIns;
    private final LoginAttempts tries;
    private final Credits credits;
    private final Passwords passwords;
    private final Tokens tokens;
    private final AuthSettings.Accounts settings;
    private final Sources sources;

    /** @param tokens that can be made here; see {@link Tokens#canMint} */
    public Accounts(Database database, Passwords passwords, Tokens tokens, Settings settings, Sources sources) {
        this.settings = settings.auth().accounts();
        this.store = new AccountStore(database, settings.credits());
        this.signIns = new SignInStore(database, this.settings.refreshTtl());
        this.tries = new LoginAttempts(database, this.settings);
        this.credits = new Credits(database, settings.credits());
        this.passwords = passwords;
        this.tokens = tokens;
        this.sources = sources;
    }

    /**
     * Makes an account, with starting credits and, when one is named, an organization; signs its owner in.
     *
     * @return fails with {@code EMAIL_TAKEN}, {@code RATE_LIMITED}, {@code OVERLOADED} or {@code DATABASE_UNAVAILABLE}
     */
    public Future<SignInResult> register(Registration registration, ClientAddress from) {
        return tries.registration(from)
                .compose(counted -> free(registration.email()))
                .compose(free -> passwords.hash(registration.password()))
                .compose(hash -> made(registration, hash));
    }

    /** Spares the hash where the answer is known; that nobody else comes meanwhile only the insert can tell. */
    private Future<Void> free(String email) {
        return store.find(email)
                .compose(found -> found.isPresent() ? Future.failedFuture(taken()) : Future.succeededFuture());
    }

    private Future<SignInResult> made(Registration registration, String hash) {
        UUID userId = sources.ids().get();
        Optional<UUID> organization =
                registration.namesOrganization() ? Optional.of(sources.ids().get()) : Optional.empty();
        RefreshToken token = RefreshToken.first();
        return store.register(userId, registration, hash, organization, token, signIns.seconds())
                .compose(made -> made ? account(userId) : Future.failedFuture(taken()))
                .map(account -> signedIn(account, token));
    }

    /**
     * Signs somebody in. The answer, and the time it takes, is the same for an unknown address and a wrong password.
     *
     * @param email in its one form, see {@link Emails}
     * @return fails with {@code INVALID_CREDENTIALS}, {@code RATE_LIMITED}, {@code OVERLOADED} or
     *     {@code DATABASE_UNAVAILABLE}
     */
    public Future<SignInResult> login(String email, Secret password, ClientAddress from) {
        return tries.login(email, from)
                .compose(counted -> store.find(email)
                        .compose(found -> checked(found, password))
                        .onFailure(cause -> giveBackUnlessWrong(counted, cause))
                        .compose(account -> counted.succeeded().map(account)))
                .compose(account -> signIns.begin(account.userId()).map(token -> signedIn(account, token)));
    }

    private Future<Account> checked(Optional<AccountStore.Stored> found, Secret password) {
        return passwords
                .matches(password, found.map(AccountStore.Stored::passwordHash))
                .compose(matches -> matches && found.isPresent()
                        ? renewed(found.get(), password).map(found.get().account())
                        : Future.failedFuture(new Failure(
                                ErrorCode.INVALID_CREDENTIALS, "The e-mail address or the password is wrong.")));
    }

    private static void giveBackUnlessWrong(LoginAttempts.Try counted, Throwable cause) {
        if (!(cause instanceof Failure failure) || failure.code() != ErrorCode.INVALID_CREDENTIALS) {
            counted.notMade();
        }
    }

    /** The one moment at which a hash can be made anew with today's parameters. Not worth failing a login for. */
    private Future<Void> renewed(AccountStore.Stored stored, Secret password) {
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
                            .log("password hash not renewed");
                    return Future.succeededFuture();
                });
    }

    /**
     * Exchanges a refresh token for new tokens. It is good once: used again, it ends the sign-in it belongs to, unless
     * that happens within a few seconds. Of several at once one wins.
     *
     * @return fails with {@code UNAUTHENTICATED} or {@code TOKEN_EXPIRED}
     */
    public Future<SignInResult> refresh(Secret refreshToken) {
        return RefreshToken.of(refreshToken.value())
                .map(signIns::rotate)
                .orElseGet(() -> Future.failedFuture(SignInStore.unknown()))
                .compose(rotated -> account(rotated.userId()).map(account -> signedIn(account, rotated.token())));
    }

    /** Ends the sign-in that a refresh token is of. What is no such token, or no more, ends nothing and is fine. */
    public Future<Void> logout(Secret refreshToken) {
        return RefreshToken.of(refreshToken.value()).map(signIns::end).orElseGet(Future::succeededFuture);
    }

    /** Ends the sign-in that an access token was made for; one that was made elsewhere has none here. */
    public Future<Void> logout(TokenUser user) {
        return user.signIn().map(signIn -> signIns.end(user.userId(), signIn)).orElseGet(Future::succeededFuture);
    }

    /** Whom a token speaks for. Whoever is not known yet is met: gets a row and the starting credits. */
    public Future<Profile> who(TokenUser user) {
        return store.find(user.userId())
                .compose(found -> found.map(account -> Future.succeededFuture(account.profile(user)))
                        .orElseGet(() -> credits.meet(user.userId())
                                .map(stand -> new Profile(
                                        user, Optional.empty(), Optional.empty(), Optional.empty(), stand.plan()))));
    }

    private Future<Account> account(UUID userId) {
        return store.find(userId)
                .compose(found ->
                        found.map(Future::succeededFuture).orElseGet(() -> Future.failedFuture(SignInStore.unknown())));
    }

    private SignInResult signedIn(Account account, RefreshToken token) {
        return new SignInResult(
                account,
                new Secret(tokens.mint(account.tokenUser().inSignIn(token.signIn()), settings.accessTtl())),
                new Secret(token.text()),
                settings.accessTtl());
    }

    private static Failure taken() {
        return new Failure(
                ErrorCode.EMAIL_TAKEN, "There is an account with this e-mail address already. Sign in instead.");
    }
}
