package stockledger.query.measure;

import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.protocol.ProtocolKeyword;
import java.net.SocketAddress;

/** Notices slow operations of Redis. Their shape is the command alone. */
final class SlowRedis implements CommandLatencyRecorder {

    private final SlowOperations slow;

    SlowRedis(SlowOperations slow) {
        this.slow = slow;
    }

    @Override
    public void recordCommandLatency(
            SocketAddress local, SocketAddress remote, ProtocolKeyword command, long firstNanos, long completionNanos) {
        slow.ended(command.toString(), command.toString(), completionNanos);
    }
}
