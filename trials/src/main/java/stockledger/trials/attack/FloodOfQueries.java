package stockledger.trials.attack;

import java.net.URI;
import stockledger.trials.client.HttpRequests;

/** One caller sends queries that no cache holds as fast as they are answered. */
final class FloodOfQueries implements Attack {

    @Override
    public String name() {
        return "flood-of-queries";
    }

    @Override
    public String description() {
        return "searches that no cache holds as fast as they are answered";
    }

    @Override
    public AutoCloseable begin(URI url, int attackers) {
        HttpRequests http = new HttpRequests(url);
        int[] number = {0};
        return Flood.begin(url, attackers, () -> http.get("/v1/products?limit=200&q=attack" + number[0]++));
    }
}
