import { AppError } from '../platform/app-error.ts';

/** 400 that names the place and says what to send instead. */
export function invalid(pointer: string, message: string): AppError {
  return new AppError('request-invalid', { errors: [{ pointer, message }] });
}

/** 404 for what only a house can do. */
export function noHouse(): AppError {
  const message =
    'no house stands behind this gateway; GET /sandbox lists those that have one (profile is not none)';
  return new AppError('not-found', { errors: [{ pointer: '/path/gatewayId', message }] });
}
