package stockledger.web.limits;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import stockledger.web.limits.LimitedEndpoint.LimitedSocket;

/**
 * Keeps connections of one port free for newcomers.
 *
 * <p>How it works: above three quarters of Tomcat's maximum, each second in which a connection is accepted, the connections
 * that have waited longest for their callers end, those of addresses above their share first; and an address above its
 * share gets no further one. Above nine tenths, each response ends its connection, and each new one lets another end. Connections whose headers
 * do not complete are ended at the headers' deadline: Tomcat's time-outs count from the last byte.
 */
final class ConnectionLimits {

    private static final double SCARCE = 0.75;
    private static final double CROWDED = 0.9;

    /** The part of all connections that is ended at once. */
    private static final int ENDED_PART = 4;

    /** Not ended unless the maximum is near: its request is on its way. */
    private static final long MIN_IDLE_MILLIS = 200;

    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LimitsSettings settings;
    private final Pattern trusted;
    private final Counter idle;
    private final Counter share;
    private final Counter headers;
    private Map<String, Integer> perAddress = Map.of();
    private long countedNanos = System.nanoTime() - INTERVAL_NANOS;

    ConnectionLimits(LimitsSettings settings, MeterRegistry registry) {
        this.settings = settings;
        this.trusted = Pattern.compile(settings.trustedProxies());
        this.idle = counter("idle", registry);
        this.share = counter("share", registry);
        this.headers = counter("headers", registry);
    }

    private static Counter counter(String reason, MeterRegistry registry) {
        return Counter.builder("stockledger.connections.ended")
                .description("Connections that were ended: idle ones to make room, those above an address's share, and"
                        + " those whose headers did not complete")
                .tag("reason", reason)
                .register(registry);
    }

    boolean isCrowded(long open, int max) {
        return max > 0 && open > max * CROWDED;
    }

    /** Called by the acceptor, its only caller, for a new connection; false when it must be closed. */
    boolean admits(LimitedSocket accepted, LimitedEndpoint endpoint) {
        int max = endpoint.getMaxConnections();
        if (max <= 0 || endpoint.getConnectionCount() <= max * SCARCE) {
            perAddress = Map.of();
            return true;
        }
        long now = System.nanoTime();
        if (now - countedNanos >= INTERVAL_NANOS || perAddress.isEmpty()) {
            countedNanos = now;
            Collection<LimitedSocket> sockets = endpoint.sockets();
            perAddress = count(sockets);
            endIdle(sockets, Math.max(1, max / ENDED_PART), MIN_IDLE_MILLIS);
        } else if (isCrowded(endpoint.getConnectionCount(), max)) {
            // One for one: at the maximum Tomcat accepts none, and this would not be called.
            endIdle(endpoint.sockets(), 1, 0);
        }
        String address = String.valueOf(accepted.getRemoteAddr());
        int others = perAddress.merge(address, 1, Integer::sum);
        if (others <= settings.connectionsPerAddress() || isTrusted(address)) {
            return true;
        }
        share.increment();
        return false;
    }

    private boolean isTrusted(String address) {
        return trusted.matcher(address).matches();
    }

    private static Map<String, Integer> count(Collection<LimitedSocket> sockets) {
        Map<String, Integer> counts = new HashMap<>();
        sockets.forEach(socket -> counts.merge(String.valueOf(socket.getRemoteAddr()), 1, Integer::sum));
        return counts;
    }

    private void endIdle(Collection<LimitedSocket> sockets, int most, long minIdleMillis) {
        List<LimitedSocket> longest = sockets.stream()
                .filter(socket -> socket.waitsForRequest() && !socket.isEnding())
                .filter(socket -> socket.idleMillis() >= minIdleMillis)
                .sorted(Comparator.comparing(this::isAboveShare)
                        .thenComparing(LimitedSocket::idleMillis)
                        .reversed())
                .limit(most)
                .toList();
        longest.forEach(LimitedSocket::endSoon);
        idle.increment(longest.size());
    }

    private boolean isAboveShare(LimitedSocket socket) {
        String address = String.valueOf(socket.getRemoteAddr());
        return perAddress.getOrDefault(address, 0) > settings.connectionsPerAddress() && !isTrusted(address);
    }

    /** Ends the connections whose headers are incomplete for too long; called every few seconds. */
    void endPartialRequests(LimitedEndpoint endpoint) {
        long now = System.nanoTime();
        for (LimitedSocket socket : endpoint.sockets()) {
            if (socket.partialNanos(now) >= settings.headerDeadline().toNanos()) {
                socket.endSoon();
                headers.increment();
            }
        }
    }
}
