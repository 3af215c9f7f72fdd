package stockledger.trials.attack;

import java.net.URI;
import stockledger.trials.client.HttpRequests;

/** Queries with consistency tokens of a position that never comes, so that each would wait as long as it may. */
final class ForgedTokens implements Attack {

    /** Of a stock at version 999,999,999, as a service that does not sign tokens encodes it. */
    private static final String TOKEN = "ARsA5P9zdG9jazpBVFRBQ0tFRC0xQDk5OTk5OTk5OSA";

    @Override
    public String name() {
        return "forged-tokens";
    }

    @Override
    public String description() {
        return "queries with consistency tokens of positions that never come";
    }

    @Override
    public AutoCloseable begin(URI url, int attackers) {
        HttpRequests http = new HttpRequests(url);
        return Flood.begin(url, attackers, () -> http.get("/v1/products/ATTACKED-1", "Consistency-Token: " + TOKEN));
    }
}
