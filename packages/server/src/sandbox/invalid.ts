import { AppError } from '../platform/app-error.ts';

/** 400 that names the place and says what to send instead. */
export function invalid(pointer: string, message: string): AppError {
  return new AppError('request-invalid', { errors: [{ pointer, message }] });
}
