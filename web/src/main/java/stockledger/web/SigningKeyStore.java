package stockledger.web;

import java.time.Instant;
import java.util.List;

/** Where the processes of both sides keep the signing keys that they share. */
interface SigningKeyStore {

    /**
     * The keys that were created after an instant; older ones are deleted.
     *
     * @throws RuntimeException while the store is unreachable
     */
    List<SigningKey> read(Instant after);

    /**
     * Adds a key, unless it is there.
     *
     * @throws RuntimeException while the store is unreachable
     */
    void add(SigningKey key);
}
