package dev.pressroom.load;

import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/** Those who order, in turns. */
final class Customers {
    private final Vertx vertx;
    private final Random random;
    private final Optional<Supplier<String>> tokens;
    private final List<Customer> all = new ArrayList<>();
    private int turn;

    private Customers(Vertx vertx, Random random, Optional<Supplier<String>> tokens) {
        this.vertx = vertx;
        this.random = random;
        this.tokens = tokens;
    }

    /** So many users, each with a token of its own. */
    static Customers each(Vertx vertx, Random random, int users, Supplier<String> tokens) {
        Customers customers = new Customers(vertx, random, Optional.of(tokens));
        for (int i = 0; i < users; i++) {
            customers.all.add(new Customer(vertx, random, tokens.get()));
        }
        return customers;
    }

    /** One user: what is limited for one is limited for all that have the same token. */
    static Customers sharing(Vertx vertx, Random random, String token) {
        Customers customers = new Customers(vertx, random, Optional.empty());
        customers.all.add(new Customer(vertx, random, token));
        return customers;
    }

    Customer next() {
        turn = (turn + 1) % all.size();
        return all.get(turn);
    }

    /** Somebody new in the place of one without credits; empty where nobody new can be made. */
    Optional<Customer> inPlaceOf(Customer poor) {
        int place = all.indexOf(poor);
        if (place < 0) {
            return tokens.map(any -> next());
        }
        return tokens.map(fresh -> {
            all.set(place, new Customer(vertx, random, fresh.get()));
            return all.get(place);
        });
    }
}
