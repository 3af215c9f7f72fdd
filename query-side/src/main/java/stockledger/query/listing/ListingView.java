package stockledger.query.listing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stockledger.events.Allocation;
import stockledger.events.Money;
import stockledger.events.ReturnCondition;
import stockledger.events.catalog.ProductEvent;
import stockledger.events.catalog.ProductEvent.ProductAttributesReplaced;
import stockledger.events.catalog.ProductEvent.ProductDescribed;
import stockledger.events.catalog.ProductEvent.ProductDiscontinued;
import stockledger.events.catalog.ProductEvent.ProductImagesReplaced;
import stockledger.events.catalog.ProductEvent.ProductReactivated;
import stockledger.events.catalog.ProductEvent.ProductRebranded;
import stockledger.events.catalog.ProductEvent.ProductRecategorized;
import stockledger.events.catalog.ProductEvent.ProductRegistered;
import stockledger.events.catalog.ProductEvent.ProductRenamed;
import stockledger.events.catalog.ProductEvent.ProductRepriced;
import stockledger.events.stock.StockEvent.AllocationReleased;
import stockledger.events.stock.StockEvent.HoldReleased;
import stockledger.events.stock.StockEvent.StockAdjusted;
import stockledger.events.stock.StockEvent.StockCounted;
import stockledger.events.stock.StockEvent.StockPolicySet;
import stockledger.events.stock.StockEvent.StockReceived;
import stockledger.events.stock.StockEvent.TransferReceived;
import stockledger.events.stock.StockEvent.TransferSent;
import stockledger.events.stock.StockEvent.UnitsAllocated;
import stockledger.events.stock.StockEvent.UnitsHeld;
import stockledger.events.stock.StockEvent.UnitsPutBack;
import stockledger.events.stock.StockEvent.UnitsReturned;
import stockledger.events.stock.StockEvent.UnitsSetAside;
import stockledger.events.stock.StockEvent.UnitsShipped;
import stockledger.events.stock.StockPolicy;
import stockledger.events.stock.StockStatus;
import stockledger.query.listindex.ListEntry;
import stockledger.query.projection.ProjectedEvent;

/**
 * One product as a list shows it, and what lists look for.
 *
 * @param card null when the product is not in the catalog
 * @param unpromised sellable units on hand that nobody was promised, the buffer among them; negative when too many were
 * @param policy what the shop wants of the stock
 * @param inStock whether it can be bought and is there
 * @param status whether it can be sold, in one word
 * @param categories its category and all that contain it
 * @param priceUnits the price in ten-thousandths
 * @param band the band of that price
 * @param byName what lists by name are ordered by, no two products the same
 * @param byPrice what lists by price are ordered by, likewise
 * @param byUpdated what lists by the last change of the catalog are ordered by, likewise
 * @param prefixes what it is found by
 */
record ListingView(
        String sku,
        @Nullable Card card,
        long unpromised,
        StockPolicy policy,
        boolean inStock,
        StockStatus status,
        List<String> categories,
        long priceUnits,
        int band,
        String byName,
        String byPrice,
        String byUpdated,
        List<String> prefixes) {

    private static final int DECIMALS = 4;
    private static final String NUMBER = "%016d";

    /**
     * What the catalog says, as far as lists show it.
     *
     * @param described words of its description
     */
    record Card(
            String name,
            @Nullable String brand,
            @Nullable String category,
            Money price,
            @Nullable String image,
            List<String> described,
            boolean discontinued,
            Instant updatedAt) {

        Card named(String next) {
            return new Card(next, brand, category, price, image, described, discontinued, updatedAt);
        }

        Card branded(@Nullable String next) {
            return new Card(name, next, category, price, image, described, discontinued, updatedAt);
        }

        Card categorized(@Nullable String next) {
            return new Card(name, brand, next, price, image, described, discontinued, updatedAt);
        }

        Card priced(Money next) {
            return new Card(name, brand, category, next, image, described, discontinued, updatedAt);
        }

        Card pictured(@Nullable String next) {
            return new Card(name, brand, category, price, next, described, discontinued, updatedAt);
        }

        Card described(@Nullable String next) {
            return new Card(name, brand, category, price, image, SearchTerms.described(next), discontinued, updatedAt);
        }

        Card discontinued(boolean next) {
            return new Card(name, brand, category, price, image, described, next, updatedAt);
        }

        Card updated(Instant next) {
            return new Card(name, brand, category, price, image, described, discontinued, next);
        }
    }

    static ListingView blank(String sku) {
        return of(sku, null, 0, StockPolicy.NONE);
    }

    private static ListingView of(String sku, @Nullable Card card, long unpromised, StockPolicy policy) {
        if (card == null) {
            StockStatus word = status(null, unpromised, policy);
            return new ListingView(sku, null, unpromised, policy, false, word, List.of(), 0, 0, "", "", "", List.of());
        }
        long units = card.price().amount().movePointRight(DECIMALS).longValueExact();
        return new ListingView(
                sku,
                card,
                unpromised,
                policy,
                isInStock(card, unpromised, policy),
                status(card, unpromised, policy),
                containing(card.category()),
                units,
                PriceBand.of(units),
                SearchTerms.sorted(card.name()) + ListEntry.SEPARATOR + sku,
                digits(units) + ListEntry.SEPARATOR + sku,
                digits(card.updatedAt().toEpochMilli()) + ListEntry.SEPARATOR + sku,
                foundBy(sku, card));
    }

    ListingView on(ProjectedEvent happened) {
        Object event = happened.event();
        if (event instanceof StockReceived received) {
            return changed(received.quantity());
        } else if (event instanceof StockAdjusted adjusted) {
            return changed(adjusted.delta());
        } else if (event instanceof StockCounted counted) {
            return changed(counted.delta());
        } else if (event instanceof UnitsSetAside aside) {
            return changed(-aside.quantity());
        } else if (event instanceof UnitsPutBack back) {
            return changed(back.quantity());
        } else if (event instanceof TransferSent sent) {
            return changed(-sent.quantity());
        } else if (event instanceof TransferReceived arrived) {
            return changed(arrived.received());
        } else if (event instanceof StockPolicySet wanted) {
            return of(sku, card, unpromised, policy.after(wanted));
        } else if (event instanceof UnitsHeld held) {
            return changed(-units(held.allocations()));
        } else if (event instanceof HoldReleased released) {
            return changed(units(released.allocations()));
        } else if (event instanceof AllocationReleased freed) {
            return changed(units(freed.allocations()));
        } else if (event instanceof UnitsReturned back) {
            return back.condition() == ReturnCondition.SELLABLE ? changed(units(back.allocations())) : this;
        } else if (event instanceof UnitsAllocated || event instanceof UnitsShipped) {
            // What was promised stays promised, then leaves: others can buy neither more nor less.
            return this;
        }
        return of(sku, onCatalog((ProductEvent) event, happened.at()), unpromised, policy);
    }

    /** What lists are ordered by follows from the catalog, so that units come and go without it. */
    private ListingView changed(long units) {
        long after = unpromised + units;
        boolean stocked = card != null && isInStock(card, after, policy);
        StockStatus word = status(card, after, policy);
        return new ListingView(
                sku,
                card,
                after,
                policy,
                stocked,
                word,
                categories,
                priceUnits,
                band,
                byName,
                byPrice,
                byUpdated,
                prefixes);
    }

    private static StockStatus status(@Nullable Card card, long unpromised, StockPolicy policy) {
        boolean gone = card != null && card.discontinued();
        return gone ? StockStatus.DISCONTINUED : policy.status(unpromised - policy.safetyStock());
    }

    private static boolean isInStock(Card card, long unpromised, StockPolicy policy) {
        return unpromised > policy.safetyStock() && !card.discontinued();
    }

    /** What can be bought, never below 0. */
    long available() {
        return Math.max(0, unpromised - policy.safetyStock());
    }

    private Card onCatalog(ProductEvent event, Instant at) {
        if (event instanceof ProductRegistered is) {
            List<String> described = SearchTerms.described(is.description());
            return new Card(is.name(), is.brand(), is.category(), is.price(), first(is.images()), described, false, at);
        }
        Card was = card;
        if (was == null) {
            throw new IllegalStateException(sku + " changed before it was registered");
        }
        if (event instanceof ProductRenamed is) {
            return was.named(is.name()).updated(at);
        } else if (event instanceof ProductDescribed is) {
            return was.described(is.description()).updated(at);
        } else if (event instanceof ProductRebranded is) {
            return was.branded(is.brand()).updated(at);
        } else if (event instanceof ProductRecategorized is) {
            return was.categorized(is.category()).updated(at);
        } else if (event instanceof ProductRepriced is) {
            return was.priced(is.price()).updated(at);
        } else if (event instanceof ProductImagesReplaced is) {
            return was.pictured(first(is.images())).updated(at);
        } else if (event instanceof ProductDiscontinued || event instanceof ProductReactivated) {
            return was.discontinued(event instanceof ProductDiscontinued).updated(at);
        } else if (event instanceof ProductAttributesReplaced) {
            return was.updated(at);
        }
        throw new IllegalStateException("unknown event " + event.getClass());
    }

    private static List<String> foundBy(String sku, Card card) {
        List<String> titles = new ArrayList<>(List.of(card.name(), sku));
        if (card.brand() != null) {
            titles.add(card.brand());
        }
        return SearchTerms.prefixes(titles, card.described());
    }

    /** Digits that are ordered as the numbers are. */
    static String digits(long number) {
        return NUMBER.formatted(number);
    }

    private static List<String> containing(@Nullable String category) {
        List<String> all = new ArrayList<>();
        if (category != null) {
            for (int slash = category.indexOf('/'); slash >= 0; slash = category.indexOf('/', slash + 1)) {
                all.add(category.substring(0, slash));
            }
            all.add(category);
        }
        return all;
    }

    private static @Nullable String first(List<String> images) {
        return images.isEmpty() ? null : images.get(0);
    }

    private static long units(List<Allocation> allocations) {
        return allocations.stream().mapToLong(Allocation::quantity).sum();
    }
}
