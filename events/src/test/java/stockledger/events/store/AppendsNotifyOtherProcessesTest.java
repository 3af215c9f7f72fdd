package stockledger.events.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** A process is notified when another appends; while notifications do not arrive, it is told to look for events anyway. */
class AppendsNotifyOtherProcessesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static EmbeddedPostgres postgres;

    private final ThreadPoolTaskScheduler threads = new ThreadPoolTaskScheduler();
    private final AtomicInteger calls = new AtomicInteger();
    private AppendNotifications appending;
    private AppendNotifications listening;

    @BeforeAll
    static void startPostgres() {
        postgres = EventStoreNode.postgres();
    }

    @AfterAll
    static void stopPostgres() throws IOException {
        postgres.close();
    }

    @BeforeEach
    void startThreads() {
        threads.setPoolSize(4);
        threads.initialize();
        appending = notifications(postgres.getPostgresDatabase(), true);
    }

    @AfterEach
    void stop() {
        listening.close();
        appending.close();
        threads.shutdown();
    }

    @Test
    void anotherProcessIsNotified() {
        listening = listen(postgres.getPostgresDatabase());
        await().atMost(PATIENCE).until(listening::arrive);
        int before = calls.get();

        appending.appended();

        await().atMost(PATIENCE).until(() -> calls.get() > before);
    }

    @Test
    void aProcessIsNotNotifiedOfItsOwnAppends() {
        listening = listen(postgres.getPostgresDatabase());
        await().atMost(PATIENCE).until(listening::arrive);
        int before = calls.get();

        listening.appended();
        listening.appended();
        appending.appended();

        await().atMost(PATIENCE).until(() -> calls.get() > before);
        assertThat(calls).hasValue(before + 1);
    }

    @Test
    void aLostConnectionIsReplaced() {
        listening = listen(postgres.getPostgresDatabase());
        await().atMost(PATIENCE).until(listening::arrive);
        JdbcTemplate sql = new JdbcTemplate(postgres.getPostgresDatabase());
        List<Integer> lost = listeners(sql);
        int whileLost = calls.get();

        lost.forEach(pid -> sql.queryForList("SELECT pg_terminate_backend(?)", pid));

        await().atMost(PATIENCE).until(() -> isReplaced(lost, listeners(sql)) && listening.arrive());
        assertThat(calls).hasValueGreaterThan(whileLost);
        int before = calls.get();
        appending.appended();
        await().atMost(PATIENCE).until(() -> calls.get() > before);
    }

    private static boolean isReplaced(List<Integer> lost, List<Integer> now) {
        return !now.isEmpty() && Collections.disjoint(lost, now);
    }

    private static List<Integer> listeners(JdbcTemplate sql) {
        return sql.queryForList(
                "SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'stockledger-listener %'", Integer.class);
    }

    /** As through a pooler: what is sent to this connection never arrives. Notifications do not cross databases. */
    @Test
    void aConnectionThatReceivesNothingIsNotReliedOn() {
        listening = listen(postgres.getTemplateDatabase());

        int start = calls.get();
        await().atMost(PATIENCE).until(() -> calls.get() > start + 20);
        assertThat(listening.arrive()).isFalse();
    }

    @Test
    void nothingIsSentWhenNotificationsAreOff() {
        AppendNotifications off = notifications(postgres.getPostgresDatabase(), false);
        listening = listen(postgres.getPostgresDatabase());
        await().atMost(PATIENCE).until(listening::arrive);
        int before = calls.get();

        off.appended();
        appending.appended();

        await().atMost(PATIENCE).until(() -> calls.get() > before);
        assertThat(calls).hasValue(before + 1);
    }

    private AppendNotifications listen(DataSource sending) {
        AppendNotifications listener = notifications(sending, true);
        listener.listen(calls::incrementAndGet);
        return listener;
    }

    private AppendNotifications notifications(DataSource sending, boolean enabled) {
        EventStoreSettings.Jdbc settings = new EventStoreSettings.Jdbc(
                postgres.getJdbcUrl("postgres", "postgres"),
                "postgres",
                "",
                16,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(120),
                3_000,
                enabled,
                Duration.ofMillis(200));
        return new AppendNotifications(sending, settings, threads);
    }
}
