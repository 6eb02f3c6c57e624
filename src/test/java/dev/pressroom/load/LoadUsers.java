package dev.pressroom.load;

import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/** The simulated users, used in turn. */
final class LoadUsers {
    private final Vertx vertx;
    private final Random random;
    private final Optional<Supplier<String>> tokens;
    private final List<LoadUser> all = new ArrayList<>();
    private int turn;

    private LoadUsers(Vertx vertx, Random random, Optional<Supplier<String>> tokens) {
        this.vertx = vertx;
        this.random = random;
        this.tokens = tokens;
    }

    /** So many users, each with a token of its own. */
    static LoadUsers each(Vertx vertx, Random random, int users, Supplier<String> tokens) {
        LoadUsers customers = new LoadUsers(vertx, random, Optional.of(tokens));
        for (int i = 0; i < users; i++) {
            customers.all.add(new LoadUser(vertx, random, tokens.get()));
        }
        return customers;
    }

    /** One user: what is limited for one is limited for all that have the same token. */
    static LoadUsers sharing(Vertx vertx, Random random, String token) {
        LoadUsers customers = new LoadUsers(vertx, random, Optional.empty());
        customers.all.add(new LoadUser(vertx, random, token));
        return customers;
    }

    LoadUser next() {
        turn = (turn + 1) % all.size();
        return all.get(turn);
    }

    /** Somebody new in the place of one without credits; empty where nobody new can be made. */
    Optional<LoadUser> inPlaceOf(LoadUser poor) {
        int place = all.indexOf(poor);
        if (place < 0) {
            return tokens.map(any -> next());
        }
        return tokens.map(fresh -> {
            all.set(place, new LoadUser(vertx, random, fresh.get()));
            return all.get(place);
        });
    }
}
