package stockledger.trials.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import stockledger.trials.cost.ThreadTimes.Reading;

/** Processor time is added up between the first reading and the last. */
class CpuAccountTest {

    private static final long MILLI = 1_000_000;

    private final CpuAccount account = new CpuAccount();

    @Test
    void timeBeforeTheFirstReadingDoesNotCount() {
        account.add(List.of(http(1, 500)));
        account.add(List.of(http(1, 520)));

        assertThat(account.millis()).isEqualTo(Map.of(new CpuGroup("java", "HTTP"), 20.0));
    }

    @Test
    void aThreadThatStartsCountsFromItsStart() {
        account.add(List.of(http(1, 500)));
        account.add(List.of(http(1, 500), http(2, 7)));

        assertThat(account.millis()).isEqualTo(Map.of(new CpuGroup("java", "HTTP"), 7.0));
    }

    @Test
    void aThreadThatEndsCountsUntilItsLastReading() {
        account.add(List.of(http(1, 500), http(2, 100)));
        account.add(List.of(http(1, 503), http(2, 110)));
        account.add(List.of(http(1, 504)));

        assertThat(account.millis()).isEqualTo(Map.of(new CpuGroup("java", "HTTP"), 14.0));
    }

    @Test
    void aReusedThreadIdIsANewThread() {
        account.add(List.of(http(1, 500)));
        account.add(List.of(http(1, 3)));

        assertThat(account.millis()).isEqualTo(Map.of(new CpuGroup("java", "HTTP"), 3.0));
    }

    @Test
    void threadsAreGroupedByWhatTheyDo() {
        assertThat(work("http-nio-8080-e")).isEqualTo("HTTP");
        assertThat(work("sku@1-")).isEqualTo("projections");
        assertThat(work("EmbeddedEventSt")).isEqualTo("event reader");
        assertThat(work("mongo-server-wo")).isEqualTo("MongoDB stand-in");
        assertThat(work("lettuce-nioEven")).isEqualTo("Lettuce");
        assertThat(work("C2 CompilerThre")).isEqualTo("compiler");
        assertThat(work("G1 Conc#0")).isEqualTo("garbage collection");
        assertThat(CpuGroup.of("postgres", "postgres").work()).isEqualTo("PostgreSQL");
        assertThat(CpuGroup.of("postgres 17", "postgres").work()).isEqualTo("PostgreSQL");
    }

    @Test
    void unknownThreadsAreGroupedByNameWithoutTrailingNumbers() {
        assertThat(work("startup-12")).isEqualTo("startup");
        assertThat(work("pool-3-thread-1")).isEqualTo("pool-3-thread");
        assertThat(work("worker#7")).isEqualTo("worker");
        assertThat(work("main")).isEqualTo("main");
    }

    private static String work(String thread) {
        return CpuGroup.of("java", thread).work();
    }

    private static Reading http(long tid, long millis) {
        return new Reading(17, tid, "java", "http-nio-8080-e", millis * MILLI);
    }
}
