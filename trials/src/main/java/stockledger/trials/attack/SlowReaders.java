package stockledger.trials.attack;

import java.net.URI;

/** Callers who send many requests and read no response. */
final class SlowReaders implements Attack {

    private static final int PIPELINED = 150;

    @Override
    public String name() {
        return "slow-readers";
    }

    @Override
    public String description() {
        return "connections that request 150 pages at once and read none";
    }

    @Override
    public AutoCloseable begin(URI url, int attackers) {
        String page = "GET /v1/products/ATTACKED-1 HTTP/1.1\r\nHost: " + url.getAuthority() + "\r\n\r\n";
        return Trickle.beginWithoutReading(url, attackers, page.repeat(PIPELINED), page, 1);
    }
}
