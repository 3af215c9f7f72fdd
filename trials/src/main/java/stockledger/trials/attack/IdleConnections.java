package stockledger.trials.attack;

import java.net.URI;

/** Connections that are kept alive without a request. */
final class IdleConnections implements Attack {

    private static final int MANY = 15;

    @Override
    public String name() {
        return "idle-connections";
    }

    @Override
    public String description() {
        return "fifteen times as many connections that send one request and stay open";
    }

    @Override
    public AutoCloseable begin(URI url, int attackers) {
        return Trickle.begin(
                url,
                MANY * attackers,
                "GET /actuator/health/liveness HTTP/1.1\r\nHost: " + url.getAuthority() + "\r\n\r\n",
                "",
                1);
    }
}
