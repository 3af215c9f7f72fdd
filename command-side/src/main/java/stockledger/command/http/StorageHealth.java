package stockledger.command.http;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Tells whether commands are refused for want of space. The status stays UP: queries are answered. */
final class StorageHealth implements HealthIndicator {

    private final FreeSpace space;

    StorageHealth(FreeSpace space) {
        this.space = space;
    }

    @Override
    public Health health() {
        Health.Builder health = Health.up();
        if (space.isWatched()) {
            health.withDetail("commandsRefused", space.isLow())
                    .withDetail("freeBytes", space.free())
                    .withDetail("minFreeBytes", space.minFree());
        }
        return health.build();
    }
}
