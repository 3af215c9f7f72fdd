package stockledger.trials.cost;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Threads of one process that do the same work. */
record CpuGroup(String process, String work) implements Comparable<CpuGroup> {

    /** Beginnings of thread names, as far as Linux shows them. The first that fits is taken. */
    private static final Map<Pattern, String> WORK_BY_THREAD = new LinkedHashMap<>();

    static {
        name("HTTP", "http-nio|container-|Catalina");
        name("projections", ".*@\\d|projection");
        name("event reader", "EmbeddedEventSt|event-");
        name("command partitions", "command-partit|lane-|snapshots");
        name("reservations and their recovery", "reservation-");
        name("jobs", "job-");
        name("cache", "cache-|list-index");
        name("SSE", "sse-");
        name("Lettuce", "lettuce");
        name("MongoDB stand-in", "mongo-server|documents-|rocksdb");
        name("MongoDB driver", "cluster-|BufferPoolPrune|MaintenanceTime");
        name("compiler", "C1 Comp|C2 Comp|Sweeper");
        name("garbage collection", "GC |G1 |VM Thread");
        name("tracing and meters", "Batch|prometheus");
    }

    private static final Map<String, String> WORK_BY_PROCESS =
            Map.of("postgres", "PostgreSQL", "redis-server", "Redis", "mongod", "MongoDB");

    private static final Pattern NUMBER = Pattern.compile("[-#:\\s]*\\d+[-#:\\s\\d]*$");

    private static void name(String work, String beginnings) {
        WORK_BY_THREAD.put(Pattern.compile(beginnings), work);
    }

    /** The group of a thread; one that the table does not name is in the group of its name without trailing numbers. */
    static CpuGroup of(String process, String thread) {
        String work = WORK_BY_PROCESS.get(process.split(" ", 2)[0]);
        if (work == null) {
            work = WORK_BY_THREAD.entrySet().stream()
                    .filter(entry -> entry.getKey().matcher(thread).lookingAt())
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElseGet(() -> NUMBER.matcher(thread).replaceFirst(""));
        }
        return new CpuGroup(process, work);
    }

    @Override
    public int compareTo(CpuGroup other) {
        return Comparator.comparing(CpuGroup::process)
                .thenComparing(CpuGroup::work)
                .compare(this, other);
    }
}
