package stockledger.query.measure;

import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.protocol.ProtocolKeyword;
import java.net.SocketAddress;

/** Reports operations of Redis. Their shape is the command alone. */
final class SlowRedis implements CommandLatencyRecorder {

    private final SlowOperations operations;

    SlowRedis(SlowOperations operations) {
        this.operations = operations;
    }

    @Override
    public void recordCommandLatency(
            SocketAddress local, SocketAddress remote, ProtocolKeyword command, long firstNanos, long completionNanos) {
        operations.completed(command.toString(), command.toString(), completionNanos);
    }
}
