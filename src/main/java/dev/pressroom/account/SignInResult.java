package dev.pressroom.account;

import dev.pressroom.base.Secret;
import java.time.Duration;

/**
 * What somebody gets who has signed in.
 *
 * @param expiresIn how long the access token is good
 */
public record SignInResult(Account account, Secret accessToken, Secret refreshToken, Duration expiresIn) {}
