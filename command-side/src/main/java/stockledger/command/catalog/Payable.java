package stockledger.command.catalog;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jspecify.annotations.Nullable;
import stockledger.command.catalog.ProductCommand.PriceChange;
import stockledger.events.Money;

/**
 * A price in a currency of ISO 4217 with at most as many decimals as the currency has. Codes without a number of decimals
 * (no currency, tests, metals) are invalid. Applies to commands only, not to prices in stored events.
 */
@Documented
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = {Payable.PriceValidator.class, Payable.PriceChangeValidator.class})
@interface Payable {

    String message() default "must be a payable price";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    final class PriceValidator implements ConstraintValidator<Payable, Money> {

        @Override
        public boolean isValid(@Nullable Money price, ConstraintValidatorContext context) {
            return price == null
                    || hasDecimals(price.currency(), context) && (price.fitsCurrency() || hasTooManyDecimals(context));
        }

        private static boolean hasDecimals(String currency, ConstraintValidatorContext context) {
            return Money.decimalsOf(currency) >= 0
                    || isViolated(
                            context, "currency", "must be an ISO 4217 currency with a defined number of decimals");
        }

        private static boolean hasTooManyDecimals(ConstraintValidatorContext context) {
            return isViolated(context, "amount", "must have no more decimals than its currency");
        }

        private static boolean isViolated(ConstraintValidatorContext context, String member, String message) {
            context.disableDefaultConstraintViolation();
            context.buildConstraintViolationWithTemplate(message)
                    .addPropertyNode(member)
                    .addConstraintViolation();
            return false;
        }
    }

    /** A price that a patch names in part: the aggregate checks the amount in the currency that it is combined with. */
    final class PriceChangeValidator implements ConstraintValidator<Payable, PriceChange> {

        @Override
        public boolean isValid(@Nullable PriceChange price, ConstraintValidatorContext context) {
            if (price == null || price.currency() == null) {
                return true;
            }
            return PriceValidator.hasDecimals(price.currency(), context)
                    && (price.amount() == null
                            || Money.of(price.amount(), price.currency()).fitsCurrency()
                            || PriceValidator.hasTooManyDecimals(context));
        }
    }
}
