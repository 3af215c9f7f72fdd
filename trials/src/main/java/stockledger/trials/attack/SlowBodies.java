package stockledger.trials.attack;

import java.net.URI;

/** Commands whose bodies come a byte at a time. */
final class SlowBodies implements Attack {

    private static final int SECONDS_BETWEEN_BYTES = 4;

    @Override
    public String name() {
        return "slow-bodies";
    }

    @Override
    public String description() {
        return "commands whose bodies arrive with one byte every 4 s";
    }

    @Override
    public AutoCloseable begin(URI url, int attackers) {
        return Trickle.begin(
                url,
                attackers,
                "POST /v1/inventory/ATTACKED-1/receipts HTTP/1.1\r\nHost: " + url.getAuthority()
                        + "\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{",
                " ",
                SECONDS_BETWEEN_BYTES);
    }
}
