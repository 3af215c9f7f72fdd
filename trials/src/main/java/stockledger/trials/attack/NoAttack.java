package stockledger.trials.attack;

import java.net.URI;

/** Nothing, to compare the others with. */
final class NoAttack implements Attack {

    @Override
    public String name() {
        return "none";
    }

    @Override
    public String description() {
        return "honest callers only";
    }

    @Override
    public AutoCloseable begin(URI url, int attackers) {
        return () -> {};
    }
}
