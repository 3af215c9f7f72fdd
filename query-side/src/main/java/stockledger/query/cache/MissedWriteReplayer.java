package stockledger.query.cache;

import com.mongodb.MongoException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks some times a second whether lists are owed products, and puts them in. Each process does: of two who put the same,
 * the newer document stays, and who wrote the document may have ended.
 */
final class MissedWriteReplayer extends Rounds {

    private static final Logger LOG = LoggerFactory.getLogger(MissedWriteReplayer.class);

    private final ProductListIndex aisles;
    private final RedisCache shelf;
    private final CacheGenerationStore generation;
    private final List<ListSource> stocks;
    private final int together;

    MissedWriteReplayer(
            ProductListIndex aisles,
            RedisCache shelf,
            CacheGenerationStore generation,
            List<ListSource> stocks,
            CacheSettings cache,
            ListIndexSettings settings) {
        super("cache-repaying", cache.generationMillis());
        this.aisles = aisles;
        this.shelf = shelf;
        this.generation = generation;
        this.stocks = stocks;
        this.together = settings.together();
    }

    @Override
    void round() {
        try {
            CacheGeneration belief = generation.known();
            if (belief == null || belief.owed().isEmpty() || shelf.isLeftAlone()) {
                return;
            }
            for (ListSource stock : stocks) {
                Collection<String> names = stock.names();
                for (String name : names) {
                    repay(belief, stock, name);
                }
                forgive(belief, names);
            }
        } catch (RedisScripts.Away e) {
            shelf.failed(e);
        } catch (MongoException e) {
            LOG.debug("what lists are owed cannot be read: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("lists are still owed products", e);
        }
    }

    /** What epochs are owed that came before all of these, and so are gone, nobody asks for. */
    private void forgive(CacheGeneration belief, Collection<String> names) {
        Set<String> debts = new HashSet<>();
        belief.owed().forEach((debt, owed) -> {
            if (isBeforeAll(owed.name(), names)) {
                debts.add(debt);
            }
        });
        if (!debts.isEmpty()) {
            generation.settle(belief, debts);
        }
    }

    /** Whether an epoch is of the same projection as some of these, and before each of those. */
    static boolean isBeforeAll(String epoch, Collection<String> names) {
        int number = epoch.lastIndexOf(':') + 1;
        List<Integer> numbers = names.stream()
                .filter(name -> name.lastIndexOf(':') + 1 == number && name.startsWith(epoch.substring(0, number)))
                .map(name -> Integer.valueOf(name.substring(number)))
                .toList();
        return !numbers.isEmpty()
                && numbers.stream().allMatch(other -> Integer.parseInt(epoch.substring(number)) < other);
    }

    /** Note by note, and little at a time: they were noted since Redis did not take much in time. */
    private void repay(CacheGeneration belief, ListSource stock, String name) {
        belief.owed().forEach((debt, owed) -> {
            if (owed.name().equals(name) && isRunning()) {
                List<String> keys = owed.keys();
                for (int from = 0; from < keys.size(); from += together) {
                    // Read after it was known that they are owed, so what was owed is among what is read.
                    List<String> some = keys.subList(from, Math.min(keys.size(), from + together));
                    aisles.putUnder(belief, name, stock.find(name, some));
                }
                generation.settle(belief, List.of(debt));
            }
        });
    }
}
