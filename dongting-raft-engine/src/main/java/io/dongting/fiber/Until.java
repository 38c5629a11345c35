package io.dongting.fiber;

import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * A predicate that says in a dump what it waits for.
 *
 * @param description the predicate in words: {@code "applied >= 17"}
 * @param predicate the predicate
 */
public record Until(String description, BooleanSupplier predicate) implements BooleanSupplier {

	/**
	 * Check the components.
	 */
	public Until {
		Objects.requireNonNull(description, "'description' must not be null");
		Objects.requireNonNull(predicate, "'predicate' must not be null");
	}

	@Override
	public boolean getAsBoolean() {
		return this.predicate.getAsBoolean();
	}

}
