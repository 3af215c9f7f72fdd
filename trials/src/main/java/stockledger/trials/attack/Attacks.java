package stockledger.trials.attack;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The attacks that the trial knows. */
final class Attacks {

    private Attacks() {}

    static List<Attack> all() {
        return List.of(
                new NoAttack(),
                new SlowBodies(),
                new SlowUploads(),
                new SlowHeaders(),
                new SlowReaders(),
                new IdleConnections(),
                new FloodOfCommands(),
                new FloodOfQueries(),
                new ForgedTokens(),
                new WrongRows());
    }

    static Map<String, Attack> byName() {
        return all().stream().collect(Collectors.toMap(Attack::name, Function.identity(), (a, b) -> a, TreeMap::new));
    }
}
