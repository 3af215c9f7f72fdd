package stockledger.trials.attack;

import java.io.IOException;
import java.net.URI;

/** What one kind of attacker does. A new attack is a class of this type in {@link Attacks#all}. */
interface Attack {

    /** In kebab case, for the command line. */
    String name();

    /** One line. */
    String description();

    /**
     * Begins the attack.
     *
     * @param url of the service
     * @param attackers connections, or callers, that it may use
     * @return ends it, and closes what it has opened
     * @throws IOException when the service cannot be reached
     */
    AutoCloseable begin(URI url, int attackers) throws IOException;
}
