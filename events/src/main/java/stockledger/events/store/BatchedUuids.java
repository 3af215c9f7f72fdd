package stockledger.events.store;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.UUID;
import org.axonframework.common.IdentifierFactory;

/**
 * Generates message identifiers: random UUIDs as Axon's default, but each thread draws the random bytes of 256 of them at
 * once. {@link UUID#randomUUID()} contends on the lock of its {@link SecureRandom}, and one event needs about a dozen
 * identifiers on its way through all projections.
 */
public final class BatchedUuids extends IdentifierFactory {

    private static final int BATCH_SIZE = 256;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final ThreadLocal<ByteBuffer> BATCH = ThreadLocal.withInitial(
            () -> ByteBuffer.allocate(BATCH_SIZE * 2 * Long.BYTES).limit(0));

    @Override
    public String generateIdentifier() {
        ByteBuffer batch = BATCH.get();
        if (!batch.hasRemaining()) {
            RANDOM.nextBytes(batch.array());
            batch.clear();
        }
        // Version 4 and variant 2 of RFC 9562.
        long high = batch.getLong() & 0xFFFFFFFFFFFF0FFFL | 0x4000L;
        long low = batch.getLong() & 0x3FFFFFFFFFFFFFFFL | 0x8000000000000000L;
        return new UUID(high, low).toString();
    }
}
