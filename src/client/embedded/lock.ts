export { takeLock, type Lock } from '../../processes/lock.js'
